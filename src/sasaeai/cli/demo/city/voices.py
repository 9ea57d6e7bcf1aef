"""Troubles of a made-up district as they came, and what became of them for whoever raised them."""

from __future__ import annotations

from datetime import date, time, timedelta

from sasaeai.cli.demo.city.meetings import Diary, Gathering
from sasaeai.cli.demo.city.register import Seat
from sasaeai.cli.demo.city.themes import Theme, theme_for
from sasaeai.issues.enums import AnswerState, Helped, TroubleState, TroubleVia
from sasaeai.issues.models import Answer, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.people.enums import Channel

_VIAS = (TroubleVia.PHONE, TroubleVia.VISIT, TroubleVia.FORM)
_ENDS = (TroubleState.ANSWERED, TroubleState.REFERRED, TroubleState.SETTLED)
_END_WEIGHTS = (5, 3, 2)
_HELPED, _HELPED_WEIGHTS = (Helped.YES, Helped.PARTLY, Helped.UNKNOWN, Helped.NO), (6, 2, 1, 1)
_ASK_AFTER = timedelta(days=30)


class Voices:
    """Writes troubles and answers of one district."""

    def __init__(self, diary: Diary) -> None:
        self.diary, self.pile, self.random = diary, diary.pile, diary.random

    def raised(self, gathering: Gathering, seat: Seat, theme: Theme) -> Trouble:
        """A trouble that came before a meeting: on the slip of whoever was called, else by voice."""
        called = {call.post_id: call for call in gathering.calls}
        call = called.get(seat.post.id)
        reply = gathering.replies.get(call) if call else None
        on = min(gathering.on - timedelta(days=self.random.randint(8, 20)), self.pile.day)
        on_slip = reply is not None and not reply.trouble
        if on_slip:
            reply.trouble, on = theme.trouble, reply.received_on
        return self._trouble(
            seat,
            theme,
            on,
            via=TroubleVia.SLIP if on_slip else self.random.choice(_VIAS),
            expected=call if on_slip else None,
            meeting=gathering.meeting if on_slip else None,
        )

    def take(self, trouble: Trouble, issue: Issue) -> None:
        """The trouble became an issue."""
        trouble.state, trouble.issue = TroubleState.TAKEN, issue

    def tell(self, trouble: Trouble, text: str, on: date) -> None:
        """Whoever raised it is told; a month later asked whether it helped."""
        day, ask_on = self.pile.day, on + _ASK_AFTER
        was_asked = ask_on < day and self.random.random() < 0.8
        with self.pile.at(clock.at(on, time(17))):
            self.pile.add(
                Answer,
                trouble=trouble,
                text=text,
                channel=Channel.PHONE,
                state=AnswerState.TOLD,
                told_on=min(on, day),
                told_by_name=self.diary.keeper,
                ask_on=ask_on,
                helped=self.random.choices(_HELPED, _HELPED_WEIGHTS)[0] if was_asked else "",
                helped_on=ask_on if was_asked else None,
            )

    def stray(self, seat: Seat, on: date) -> None:
        """A trouble that became no issue: answered at once, led on, or not yet looked at."""
        theme = theme_for(on, self.random)
        trouble = self._trouble(seat, theme, on, via=self.random.choice(_VIAS))
        if (self.pile.day - on).days < 14:
            return
        trouble.state = self.random.choices(_ENDS, _END_WEIGHTS)[0]
        if trouble.state == TroubleState.REFERRED:
            trouble.referred_to = "地域包括支援センター"
        elif trouble.state == TroubleState.SETTLED:
            trouble.settled_reason = "同じことを町会で話し合うことになったため"
        else:
            self.tell(trouble, theme.answer, on + timedelta(days=2))

    def _trouble(self, seat: Seat, theme: Theme, on: date, *, via: str, **links: object) -> Trouble:
        with self.pile.at(clock.at(on, time(14))):
            return self.pile.add(
                Trouble,
                district=self.diary.area.district,
                organization=seat.organization,
                post=seat.post,
                raised_by=seat.who,
                raised_on=on,
                via=via,
                text=theme.trouble,
                written_by_name=self.diary.keeper,
                **links,
            )
