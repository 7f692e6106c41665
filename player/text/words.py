"""The words a text page shows that its author did not write; a face passes them in its own language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Names of boxes, and what stands for a picture that is not there. English unless replaced."""

    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    caution: str = "Caution"
    challenge: str = "Challenge"
    solution: str = "Solution"
    hint: str = "Hint"
    spoiler: str = "Show more"
    objectives: str = "Objectives"
    questions: str = "Questions"
    keypoints: str = "Key points"
    prereq: str = "Before you start"
    discussion: str = "Discussion"
    checklist: str = "Checklist"
    testimonial: str = "In their words"
    output: str = "Output"
    error: str = "Error"
    footnotes: str = "Footnotes"
    footnote: str = "Footnote"
    back_to_text: str = "Back to the text"
    done: str = "Done"
    to_do: str = "To do"
    picture: str = "Picture"
    picture_missing: str = "This picture is missing"
    picture_on_the_web: str = "Picture on the web"
    open_larger: str = "Open larger"
    save_file: str = "Save this file"

    def of(self, kind: str) -> str:
        """The name of a kind of box; a note where the kind has no name of its own."""
        return str(getattr(self, kind, self.note))
