"""docs/voucher-after-a-chapter.md: its course is built and played to the voucher, the notice and the redemption."""

import re
from fractions import Fraction
from pathlib import Path

from player.services.player import Player
from player.services.publishing import build, check

PAGE = Path(__file__).resolve().parents[2] / "docs" / "voucher-after-a-chapter.md"
_EXAMPLE = re.compile(r"^`([^`\n]+)`\n\n```(?:toml|markdown)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def course_of_the_page(folder: Path) -> Path:
    for name, text in _EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_course_of_this_page_gives_the_voucher_and_tells_the_trainer(player: Player, tmp_path: Path) -> None:
    folder = course_of_the_page(tmp_path / "burns")
    assert len([*folder.rglob("*.*")]) == 4
    assert check(folder).warnings == ()
    build(folder, tmp_path / "burns.course")
    key = player.library.add(tmp_path / "burns.course")
    nora = player.learners.create("Nora Example", "bird", "sea")
    at = player.learning.enrol(nora.id, player.library.open(key))
    player.trainer.set_pin("Tess", "4711", "4711")
    proof = player.trainer.check("4711")
    quiz = "01-burns/20-check"

    def sit(right: bool) -> bool:
        paper = player.quizzing.start(at, quiz)
        for question in paper.questions:
            answer = next(one.id for one in question.answers if (one.text in {"Twenty minutes", "Film"}) is right)
            paper = player.quizzing.answer(paper, question.id, (answer,))
        return player.quizzing.submit(paper).passed

    assert not sit(right=False)
    assert player.notices.list(proof).notices == ()
    assert sit(right=True)
    awards = player.learning.status(at).awards
    (voucher,) = [one for one in awards.values() if one.kind == "voucher"]
    assert (voucher.earned, awards["certificate"].earned) == (True, False)
    told = player.notices.list(proof).notices
    assert {(one.kind, one.title, one.learner, one.score) for one in told} == {
        ("quiz", "Check: burns", "Nora Example", Fraction(1)), ("voucher", "One burn dressing, free", "Nora Example", Fraction(1))}
    assert {one.number for one in told} == {"", voucher.number}
    assert sit(right=True)
    assert len(player.notices.list(proof).notices) == 2
    issued = player.awarding.issue(at, voucher.id, "Nora Example")
    done = player.vouchers.redeem(proof, player.vouchers.look_up_file(proof, issued.path))
    assert (done.number, done.by) == (voucher.number, "Tess")
    assert player.learning.status(at).awards[voucher.id].redeemed_at == done.at
