"""A question of every kind, with what is right, wrong and right in part, and what each earns: worked out by hand."""

from dataclasses import dataclass
from fractions import Fraction

from player.course.quiz import AcceptedNumber, AcceptedText, Answer, Place, Question, QuestionKind, Response


@dataclass(frozen=True, slots=True)
class Asked:
    """`partly` earns `share` of the points; None where the kind knows no half."""

    question: Question
    right: Response
    wrong: Response
    partly: Response | None = None
    share: Fraction = Fraction(0)


ASKED = (
    Asked(
        Question("water", QuestionKind.SINGLE, "Which *water*?", answers=(
            Answer("fresh", "Fresh", right=True, feedback="Yes."), Answer("old", "Stale", feedback="No."), Answer("none", "None"))),
        ("fresh",), ("old",)),
    Asked(
        Question("leaf", QuestionKind.MULTIPLE, "Which are teas?", points=2, answers=(
            Answer("assam", "Assam", right=True), Answer("mint", "Mint"), Answer("sencha", "Sencha", right=True))),
        ("assam", "sencha"), ("mint",), ("sencha",), Fraction(1, 2)),
    Asked(
        Question("milk", QuestionKind.TRUE_FALSE, "Milk first?", answers=(Answer("true", ""), Answer("false", "", right=True))),
        ("false",), ("true",)),
    Asked(Question("word", QuestionKind.SHORT_TEXT, "Chinese for tea?", accepted=(AcceptedText("cha"),), feedback="It is *cha*."), "Cha", "thé"),
    Asked(
        Question("heat", QuestionKind.NUMERIC, "Degrees for black tea?", numbers=(AcceptedNumber(Fraction(95), Fraction(100)),)),
        "98", "94.9"),
    Asked(
        # Three prompts: two of three right is 2/3. One answer serves two prompts, one serves none.
        Question("brew", QuestionKind.MATCHING, "How hot is the water for each?", points=3, feedback="The greener, the cooler.", answers=(
            Answer("hot", "Just off the boil, 95 to 100 °C"), Answer("warm", "Left to stand for three minutes, 70 to 80 °C"),
            Answer("ice", "Ice water")),
            places=(Place("assam", "Assam, a black tea", ("hot",)), Place("sencha", "Sencha, a green tea from Japan that is steamed", ("warm",)),
                    Place("mint", "Peppermint", ("hot",)))),
        {"assam": "hot", "sencha": "warm", "mint": "hot"}, {"assam": "ice", "sencha": "hot", "mint": "warm"},
        {"assam": "hot", "sencha": "ice", "mint": "hot"}, Fraction(2, 3)),
    Asked(
        # Four steps, three pairs of neighbours. Pouring before warming leaves "fill, heat" alone right: 1/3. By position it would be 2 of 4.
        Question("steps", QuestionKind.ORDERING, "How is a pot of tea made?", points=3, answers=(
            Answer("fill", "Fill the kettle with fresh water"), Answer("heat", "Heat it"), Answer("warm", "Warm the pot with a little of it and "
            "pour that away, so that the leaves meet no cold porcelain"), Answer("pour", "Pour it on the leaves")),
            order=("fill", "heat", "warm", "pour")),
        ("fill", "heat", "warm", "pour"), ("warm", "heat", "pour", "fill"), ("fill", "heat", "pour", "warm"), Fraction(1, 3)),
)  # fmt: skip
