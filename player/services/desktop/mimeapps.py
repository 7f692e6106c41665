"""One line in mimeapps.list (Association between MIME types and applications 1.0.1), the rest of that file left as it is."""

GROUP = "[Default Applications]"


def with_default(text: str, mime: str, application: str) -> tuple[str, str, str]:
    """(new text, before, after): the application is the first choice for a type. `before` and `after` is the piece that was changed."""
    lines = text.splitlines(keepends=True)
    at = _place(lines, mime)
    if at is not None:
        before = lines[at]
        chosen = _applications(before)
        if chosen[:1] == [application]:
            return text, "", ""
        others = [each for each in chosen if each != application]
        after = f"{mime}={';'.join([application, *others])};{_end(before)}"
        return "".join([*lines[:at], after, *lines[at + 1 :]]), before, after
    line = f"{mime}={application}\n"
    group = next((number for number, each in enumerate(lines) if each.strip() == GROUP), None)
    if group is not None:
        head = lines[group]
        after = f"{head}{'' if _end(head) else chr(10)}{line}"
        return "".join([*lines[:group], after, *lines[group + 1 :]]), head, after
    added = f"{'' if not text or text.endswith(chr(10)) else chr(10)}{GROUP}\n{line}"
    return text + added, "", added


def without_default(text: str, mime: str, application: str, before: str, after: str) -> str:
    """The text without what `with_default` changed; where somebody changed that piece since, only the application is taken out of the type."""
    if after and after in text:
        return text.replace(after, before, 1)
    lines = text.splitlines(keepends=True)
    at = _place(lines, mime)
    if at is None or application not in (chosen := _applications(lines[at])):
        return text
    others = [each for each in chosen if each != application]
    lines[at] = f"{mime}={';'.join(others)};{_end(lines[at])}" if others else ""
    return "".join(lines)


def _place(lines: list[str], mime: str) -> int | None:
    """The line of a type in the group of defaults."""
    inside = False
    for number, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped == GROUP
        elif inside and stripped.partition("=")[0].rstrip() == mime and "=" in stripped:
            return number
    return None


def _applications(line: str) -> list[str]:
    return [each.strip() for each in line.partition("=")[2].split(";") if each.strip()]


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
