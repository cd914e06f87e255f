"""The rows of what was said and heard: what the services would have written when it happened.

Fields that are not named here take their models' defaults.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sanglap.audit.models import Entry
from sanglap.audit.services import Actor
from sanglap.content import verbs as content_verbs
from sanglap.content.models import Draft, Revision, Variant, Verdict, Vote
from sanglap.content.states import VARIANT, VariantState
from sanglap.core.localized import LocalizedText
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.names import Citizen
from sanglap.demo.living.network import Network
from sanglap.demo.living.rows import Numbers, Rows, row_key
from sanglap.inbox import verbs as inbox_verbs
from sanglap.inbox.models import Answer, Message, MessageVersion
from sanglap.inbox.states import MESSAGE, MessageState
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind
from sanglap.outbox import verbs as outbox_verbs
from sanglap.outbox.models import Attempt, Delivery
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.services import CLEARANCE
from sanglap.outbox.states import DELIVERY, DeliveryState, Outcome
from sanglap.people.models import User
from sanglap.people.services import actor
from sanglap.publishing.models import Publication

WHOLE = timedelta(weeks=6)
"""So far back the history tells every step; before that, what was approved, published and answered."""
_SECOND = timedelta(seconds=1)
_TABLES = (
    Draft, Revision, Variant, Vote, Delivery, Attempt, Publication, Message, MessageVersion, Answer, Entry,
)  # fmt: skip
_DRAFT, _VARIANT, _DELIVERY, _MESSAGE = "content.draft", "content.variant", "outbox.delivery", "inbox.message"
_NAMELESS = LocalizedText({})


def whole_milliseconds(at: datetime) -> datetime:
    """As networks tell times."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Said:
    """Something published: what others can answer."""

    delivery: UUID
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What a citizen wrote on the network; `parent` is the number of what it answers."""

    id: UUID
    number: int
    at: datetime
    citizen: Citizen
    versions: Sequence[tuple[datetime, str]]
    parent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A post or an answer on its way: who wrote it when, and when the panel's last vote came.

    `returned`: the words of a first revision, and the remark with which the panel gave it back.
    """

    crew: Crew
    kind: Kind
    text: str
    purposes: Sequence[str]
    writer: User
    written: datetime
    decided: datetime
    answers: Heard | None = None
    returned: tuple[str, str] | None = None

    @property
    def parent(self) -> str:
        return str(self.answers.number) if self.answers else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel was shown, in the form that its digest is of."""

    canonical: str
    seal: str
    language: str


class History:
    """Gathers rows and the network's lines. `now` bounds how much is told of old times."""

    def __init__(self, network: Network, numbers: Numbers, server: str, now: datetime) -> None:
        self.rows = Rows(*_TABLES)
        self._network = network
        self._numbers = numbers
        self._server = server
        self._now = now
        self._chance = Random("history")  # noqa: S311 - made-up data, the same every time
        self._systems = {part: Actor.system(part) for part in ("publishing", "outbox", "inbox")}

    def utter(self, words: Words) -> Said:
        """From the first words to the publication a few seconds after the last vote."""
        draft, written, number = self._key(words.written), words.written, 1
        if words.returned:
            back = written + (words.decided - written) / 3
            self._give_back(words, draft, back)
            written, number = back + (words.decided - back) / 2, 2
        self.rows.add(
            Draft, id=draft, office_id=words.crew.office.pk, kind=words.kind, purposes=list(words.purposes),
            in_reply_to=words.parent, created_by_id=words.writer.pk, created_at=words.written, latest=number,
        )  # fmt: skip
        variant = self._key(written)
        shown = self._revise(words, draft, variant, number, written)
        self._show(words, variant, shown, state=VariantState.APPROVED, at=written, decided=words.decided)
        self._approve(words, variant, shown.seal, written)
        if words.answers:
            self.rows.add(Answer, draft_id=draft, message_id=words.answers.id)
        said = self._publish(words, variant, shown)
        language, parent = shown.language, words.answers.number if words.answers else None
        told = [(said.at, words.text)]
        self._network.status(said.number, words.crew.number, told, language=language, in_reply_to=parent)
        return said

    def _revise(self, words: Words, draft: UUID, variant: UUID, number: int, at: datetime) -> Shown:
        """One revision, handed to the panel. Its variant's row follows; it has the revision's own key."""
        text = words.returned[0] if words.returned and number == 1 else words.text
        payload = Payload(words.crew.account.pk, words.kind, text, language_of(text), words.parent or None)
        self.rows.add(
            Revision, id=variant, draft_id=draft, number=number, text=text, language=payload.language,
            written_by_id=words.writer.pk, written_at=at,
        )  # fmt: skip
        who = actor(words.writer)
        self._tell(words.crew, who, content_verbs.REVISED, (_DRAFT, draft), at, old=False, revision=number)
        self._move(words.crew, who, (VariantState.DRAFT, VariantState.SUBMITTED), variant, at, old=False)
        canonical = payload.canonical()
        return Shown(canonical, digest(canonical), payload.language)

    def _show(
        self, words: Words, variant: UUID, shown: Shown, *, state: VariantState, at: datetime, decided: datetime
    ) -> None:
        self.rows.add(
            Variant, id=variant, revision_id=variant, account_id=words.crew.account.pk, payload=shown.canonical,
            digest=shown.seal, state=state, submitted_at=at, decided_at=decided,
            passed_on_at=decided if state == VariantState.APPROVED else None,
        )  # fmt: skip

    def _give_back(self, words: Words, draft: UUID, back: datetime) -> None:
        variant = self._key(words.written)
        shown = self._revise(words, draft, variant, 1, words.written)
        self._show(words, variant, shown, state=VariantState.REPLACED, at=words.written, decided=back)
        member = next((one for one in words.crew.panel if one.pk != words.writer.pk), words.crew.panel[0])
        self.rows.add(
            Vote, id=self._key(back), variant_id=variant, member_id=member.pk, verdict=Verdict.RETURN,
            digest=shown.seal, remark=words.returned[1] if words.returned else "", at=back,
        )  # fmt: skip
        self._move(words.crew, actor(member), (VariantState.SUBMITTED, VariantState.RETURNED), variant, back)

    def _approve(self, words: Words, variant: UUID, seal: str, written: datetime) -> None:
        panel = words.crew.panel
        sole = len(panel) == 1 and panel[0].pk == words.writer.pk
        fit = [one for one in panel if sole or one.pk != words.writer.pk]
        voters = self._chance.sample(fit, min(words.crew.votes, len(fit)))
        for turn, member in enumerate(voters, start=1):
            at = written + (words.decided - written) * turn / len(voters)
            self.rows.add(
                Vote, id=self._key(at), variant_id=variant, member_id=member.pk, verdict=Verdict.APPROVE, digest=seal,
                sole=sole, at=at,
            )  # fmt: skip
            thing = (_VARIANT, variant)
            self._tell(
                words.crew, actor(member), content_verbs.VOTED, thing, at, old=False, verdict=Verdict.APPROVE,
                digest=seal,
            )  # fmt: skip
        last = actor(voters[-1])
        self._move(words.crew, last, (VariantState.SUBMITTED, VariantState.APPROVED), variant, words.decided)

    def _publish(self, words: Words, variant: UUID, shown: Shown) -> Said:
        crew, decided = words.crew, words.decided
        released, started = decided + _SECOND, decided + 2 * _SECOND
        published = whole_milliseconds(started + timedelta(seconds=self._chance.uniform(0.2, 1.9)))
        delivery, number = self._key(released), self._numbers.new(published)
        self.rows.add(
            Delivery, id=delivery, account_id=crew.account.pk, office_id=crew.account.office_id, kind=words.kind,
                payload=shown.canonical,
            digest=shown.seal, due_at=decided, created_at=released, state=DeliveryState.PUBLISHED,
            state_since=published,
            cleared_until=released + CLEARANCE, try_at=decided, attempts=1, remote_id=str(number),
            url=f"{self._server}/@{crew.sketch.handle}/{number}", published_at=published,
        )  # fmt: skip
        self.rows.add(
            Attempt, id=self._key(started), delivery_id=delivery, number=1, worker="demo", started_at=started,
            finished_at=published, outcome=Outcome.PUBLISHED,
        )  # fmt: skip
        self.rows.add(Publication, variant_id=variant, delivery_id=delivery)
        self._tell_of_publication(crew, (_DELIVERY, delivery), (released, started, published), shown.seal)
        if words.answers:
            verb = MESSAGE.verb(MessageState.ANSWERING, MessageState.ANSWERED)
            steps: dict[str, Any] = {"from": MessageState.ANSWERING, "to": MessageState.ANSWERED}
            self._tell(crew, self._systems["inbox"], verb, (_MESSAGE, words.answers.id), published + _SECOND, **steps)
        return Said(delivery, number, published)

    def _tell_of_publication(
        self, crew: Crew, thing: tuple[str, UUID], at: tuple[datetime, datetime, datetime], seal: str
    ) -> None:
        outbox, state = self._systems["outbox"], DeliveryState
        self._tell(crew, self._systems["publishing"], outbox_verbs.SCHEDULED, thing, at[0], old=False, digest=seal)
        attempted, published = (
            DELIVERY.verb(state.SCHEDULED, state.ATTEMPTING), DELIVERY.verb(state.ATTEMPTING, state.PUBLISHED)
        )  # fmt: skip
        self._tell(crew, outbox, attempted, thing, at[1], old=False, attempt=1)
        self._tell(crew, outbox, published, thing, at[2], attempt=1, outcome=Outcome.PUBLISHED)

    def hear(self, citizen: Citizen, versions: Sequence[tuple[datetime, str]], *, parent: int | None) -> Heard:
        """What a citizen wrote, made known to the network; `keep` makes a message of it."""
        at, text = versions[0]
        number = self._numbers.new(at)
        self._network.status(number, citizen.number, versions, language=language_of(text), in_reply_to=parent)
        return Heard(self._key(at), number, at, citizen, versions, parent)

    def keep(self, crew: Crew, heard: Heard, state: MessageState, *, under: UUID | None) -> None:
        """The message's rows, with the state it is in by now; `under` is the post's delivery."""
        # Taken in by the next round of asking.
        taken = heard.at + timedelta(seconds=self._chance.randint(5, 70))
        citizen = heard.citizen
        self.rows.add(
            Message, id=heard.id, account_id=crew.account.pk, remote_id=str(heard.number), post_id=under,
            in_reply_to=str(heard.parent or ""), author_id=str(citizen.number), author_handle=citizen.handle,
            author_name=citizen.name, url=f"{self._server}/@{citizen.handle}/{heard.number}", written_at=heard.at,
            taken_in_at=taken, state=state,
        )  # fmt: skip
        for number, (at, text) in enumerate(heard.versions, start=1):
            seen = max(taken, at + 20 * _SECOND)
            self.rows.add(
                MessageVersion, id=self._key(seen), message_id=heard.id, number=number, text=text, seen_at=seen,
                edited_at=at if number > 1 else None,
            )  # fmt: skip
        self._tell(crew, self._systems["inbox"], inbox_verbs.TAKEN_IN, (_MESSAGE, heard.id), taken, old=False)

    def begin_answer(self, crew: Crew, heard: Heard, before: MessageState, at: datetime) -> None:
        """The history's line that somebody wrote an answer."""
        verb = MESSAGE.verb(before, MessageState.ANSWERING)
        steps: dict[str, Any] = {"from": before, "to": MessageState.ANSWERING}
        self._tell(crew, actor(crew.responder), verb, (_MESSAGE, heard.id), at, old=False, **steps)

    def _move(
        self, crew: Crew, who: Actor, step: tuple[VariantState, VariantState], variant: UUID, at: datetime,
        *, old: bool = True,
    ) -> None:  # fmt: skip
        steps: dict[str, Any] = {"from": step[0], "to": step[1]}
        self._tell(crew, who, VARIANT.verb(*step), (_VARIANT, variant), at, old=old, **steps)

    def _tell(
        self, crew: Crew, who: Actor, verb: str, thing: tuple[str, UUID], at: datetime, *, old: bool = True, **data: Any
    ) -> None:
        """One line of the history; where not `old`, only of late."""
        if not old and at < self._now - WHOLE:
            return
        self.rows.add(
            Entry, id=self._key(at), act_id=self._key(at), at=at, actor_kind=who.kind, actor_id=who.id,
            actor_name=who.name, verb=verb, object_type=thing[0], object_id=str(thing[1]),
            object_name=_NAMELESS if thing[0] == _DRAFT else crew.account.name, office_id=crew.office.pk, data=data,
        )  # fmt: skip

    def _key(self, at: datetime) -> UUID:
        return row_key(at, self._chance)
