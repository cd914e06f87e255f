"""The rows of one utterance, one message: what the services would have written when it happened."""

from __future__ import annotations

from collections.abc import Mapping
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
_EMPTY = LocalizedText({})


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
    """A message that was taken in."""

    id: UUID
    number: int
    at: datetime
    versions: tuple[tuple[datetime, str], ...]


class History:
    """Gathers rows and the network's lines. `now` bounds how much is told of old times."""

    def __init__(self, network: Network, numbers: Numbers, server: str, now: datetime) -> None:
        self.rows = Rows(*_TABLES)
        self._network = network
        self._numbers = numbers
        self._server = server
        self._now = now
        self._systems = {part: Actor.system(part) for part in ("publishing", "outbox", "inbox")}

    def utter(
        self,
        crew: Crew,
        text: str,
        *,
        kind: Kind,
        purposes: tuple[str, ...],
        writer: User,
        written: datetime,
        decided: datetime,
        chance: Random,
        answers: Heard | None = None,
        returned: tuple[str, str] | None = None,
    ) -> Said:
        """A post or an answer, from its first words to its publication a few seconds after the last vote.

        `returned`: the words of a first revision and the remark with which the panel gave it back.
        """
        draft, number = row_key(written, chance), 1
        parent = str(answers.number) if answers else ""
        if returned:
            back = written + (decided - written) / 3
            self._give_back(crew, draft, kind, parent, returned, writer, written, back, chance)
            written, number = back + (decided - back) / 2, 2
        self.rows.add(
            Draft, id=draft, office_id=crew.office.pk, kind=kind, purposes=list(purposes), in_reply_to=parent,
            created_by_id=writer.pk, created_at=written, latest=number,
        )  # fmt: skip
        variant, canonical, seal = self._revise(crew, draft, number, text, kind, parent, writer, written, chance)
        self.rows.add(
            Variant, id=variant[0], revision_id=variant[1], account_id=crew.account.pk, payload=canonical, digest=seal,
            state=VariantState.APPROVED, submitted_at=written, decided_at=decided,
        )  # fmt: skip
        self._approve(crew, variant[0], seal, writer, written, decided, chance)
        if answers:
            self.rows.add(Answer, draft_id=draft, message_id=answers.id)
        return self._publish(crew, variant[0], canonical, seal, kind, decided, text, chance, answers)

    def _revise(
        self, crew: Crew, draft: UUID, number: int, text: str, kind: Kind, parent: str, writer: User, at: datetime,
        chance: Random,
    ) -> tuple[tuple[UUID, UUID], str, str]:  # fmt: skip
        revision, variant = row_key(at, chance), row_key(at, chance)
        language = language_of(text)
        self.rows.add(
            Revision, id=revision, draft_id=draft, number=number, text=text, language=language, written_by_id=writer.pk,
            written_at=at,
        )  # fmt: skip
        canonical = Payload(crew.account.pk, kind, text, language, parent or None).canonical()
        who = actor(writer)
        self._tell(
            who, content_verbs.REVISED, "content.draft", draft, at, crew, chance, {"revision": number}, old=False
        )
        submitted = VARIANT.verb(VariantState.DRAFT, VariantState.SUBMITTED)
        moved = {"from": VariantState.DRAFT, "to": VariantState.SUBMITTED}
        self._tell(who, submitted, "content.variant", variant, at, crew, chance, moved, old=False)
        return (variant, revision), canonical, digest(canonical)

    def _give_back(
        self, crew: Crew, draft: UUID, kind: Kind, parent: str, words: tuple[str, str], writer: User, written: datetime,
        back: datetime, chance: Random,
    ) -> None:  # fmt: skip
        (variant, revision), canonical, seal = self._revise(
            crew, draft, 1, words[0], kind, parent, writer, written, chance
        )
        self.rows.add(
            Variant, id=variant, revision_id=revision, account_id=crew.account.pk, payload=canonical, digest=seal,
            state=VariantState.REPLACED, submitted_at=written, decided_at=back,
        )  # fmt: skip
        member = next(one for one in (*crew.panel, crew.panel[0]) if one.pk != writer.pk or len(crew.panel) == 1)
        self.rows.add(
            Vote, id=row_key(back, chance), variant_id=variant, member_id=member.pk, verdict=Verdict.RETURN,
            digest=seal, remark=words[1], at=back,
        )  # fmt: skip
        verb = VARIANT.verb(VariantState.SUBMITTED, VariantState.RETURNED)
        moved = {"from": VariantState.SUBMITTED, "to": VariantState.RETURNED}
        self._tell(actor(member), verb, "content.variant", variant, back, crew, chance, moved)

    def _approve(
        self, crew: Crew, variant: UUID, seal: str, writer: User, written: datetime, decided: datetime, chance: Random
    ) -> None:
        sole = len(crew.panel) == 1 and crew.panel[0].pk == writer.pk
        voters = [one for one in crew.panel if sole or one.pk != writer.pk]
        voters = chance.sample(voters, min(crew.votes, len(voters)))
        for turn, member in enumerate(voters, start=1):
            at = written + (decided - written) * turn / len(voters)
            self.rows.add(
                Vote, id=row_key(at, chance), variant_id=variant, member_id=member.pk, verdict=Verdict.APPROVE,
                digest=seal, sole=sole, at=at,
            )  # fmt: skip
            said = {"verdict": Verdict.APPROVE, "digest": seal}
            self._tell(
                actor(member), content_verbs.VOTED, "content.variant", variant, at, crew, chance, said, old=False
            )
        moved = {"from": VariantState.SUBMITTED, "to": VariantState.APPROVED}
        verb = VARIANT.verb(VariantState.SUBMITTED, VariantState.APPROVED)
        last = actor(voters[-1])
        self._tell(last, verb, "content.variant", variant, decided, crew, chance, moved)

    def _publish(
        self, crew: Crew, variant: UUID, canonical: str, seal: str, kind: Kind, decided: datetime, text: str,
        chance: Random, answers: Heard | None,
    ) -> Said:  # fmt: skip
        released, started = decided + _SECOND, decided + 2 * _SECOND
        published = whole_milliseconds(started + timedelta(seconds=chance.uniform(0.2, 1.9)))
        delivery, number = row_key(released, chance), self._numbers.new(published)
        self.rows.add(
            Delivery, id=delivery, account_id=crew.account.pk, kind=kind, payload=canonical, digest=seal,
            due_at=decided, created_at=released, state=DeliveryState.PUBLISHED, state_since=published,
            cleared_until=released + CLEARANCE, try_at=decided, attempts=1, remote_id=str(number),
            url=f"{self._server}/@{crew.sketch.handle}/{number}", published_at=published,
        )  # fmt: skip
        self.rows.add(
            Attempt, id=row_key(started, chance), delivery_id=delivery, number=1, worker="demo", started_at=started,
            finished_at=published, outcome=Outcome.PUBLISHED,
        )  # fmt: skip
        self.rows.add(Publication, variant_id=variant, delivery_id=delivery)
        parent = answers.number if answers else None
        language = language_of(text)
        self._network.status(number, crew.number, [(published, text)], language=language, in_reply_to=parent)
        publishing, outbox, state = self._systems["publishing"], self._systems["outbox"], DeliveryState
        for who, verb, at, data, old in (
            (publishing, outbox_verbs.SCHEDULED, released, {"digest": seal}, False),
            (outbox, DELIVERY.verb(state.SCHEDULED, state.ATTEMPTING), started, {"attempt": 1}, False),
            (outbox, DELIVERY.verb(state.ATTEMPTING, state.PUBLISHED), published,
             {"attempt": 1, "outcome": Outcome.PUBLISHED}, True),
        ):  # fmt: skip
            self._tell(who, verb, "outbox.delivery", delivery, at, crew, chance, data, old=old)
        if answers:
            moved = {"from": MessageState.ANSWERING, "to": MessageState.ANSWERED}
            verb = MESSAGE.verb(MessageState.ANSWERING, MessageState.ANSWERED)
            inbox = self._systems["inbox"]
            self._tell(inbox, verb, "inbox.message", answers.id, published + _SECOND, crew, chance, moved)
        return Said(delivery, number, published)

    def hear(
        self,
        citizen: Citizen,
        versions: tuple[tuple[datetime, str], ...],
        *,
        parent: int | None,
        chance: Random,
    ) -> Heard:
        """What a citizen wrote, known to the network; it becomes a message by `keep`."""
        at = versions[0][0]
        number = self._numbers.new(at)
        self._network.status(number, citizen.number, versions, language=language_of(versions[0][1]), in_reply_to=parent)
        return Heard(row_key(at, chance), number, at, versions)

    def keep(
        self,
        crew: Crew,
        citizen: Citizen,
        heard: Heard,
        state: MessageState,
        *,
        under: UUID | None,
        parent: int | None,
        chance: Random,
    ) -> None:
        """The message's rows, with the state it is in by now."""
        # Taken in by the next round of asking.
        taken = heard.at + timedelta(seconds=chance.randint(5, 70))
        self.rows.add(
            Message, id=heard.id, account_id=crew.account.pk, remote_id=str(heard.number),
            post_id=under, in_reply_to=str(parent) if parent else "",
            author_id=str(citizen.number), author_handle=citizen.handle, author_name=citizen.name,
            url=f"{self._server}/@{citizen.handle}/{heard.number}", written_at=heard.at, taken_in_at=taken, state=state,
        )  # fmt: skip
        for number, (at, text) in enumerate(heard.versions, start=1):
            seen = max(taken, at + timedelta(seconds=20))
            self.rows.add(
                MessageVersion, id=row_key(seen, chance), message_id=heard.id, number=number, text=text, seen_at=seen,
                edited_at=at if number > 1 else None,
            )  # fmt: skip
        inbox = self._systems["inbox"]
        self._tell(inbox, inbox_verbs.TAKEN_IN, "inbox.message", heard.id, taken, crew, chance, {}, old=False)

    def begin_answer(self, crew: Crew, heard: Heard, before: MessageState, at: datetime, chance: Random) -> None:
        """The history's line that somebody wrote an answer."""
        moved = {"from": before, "to": MessageState.ANSWERING}
        verb = MESSAGE.verb(before, MessageState.ANSWERING)
        self._tell(actor(crew.responder), verb, "inbox.message", heard.id, at, crew, chance, moved, old=False)

    def _tell(
        self,
        who: Actor,
        verb: str,
        kind: str,
        thing: UUID,
        at: datetime,
        crew: Crew,
        chance: Random,
        data: Mapping[str, Any],
        *,
        old: bool = True,
    ) -> None:
        """One line of the history; where not `old`, only of late."""
        if not old and at < self._now - WHOLE:
            return
        self.rows.add(
            Entry, id=row_key(at, chance), act_id=row_key(at, chance), at=at, actor_kind=who.kind, actor_id=who.id,
            actor_name=who.name, verb=verb, object_type=kind, object_id=str(thing),
            object_name=_EMPTY if kind == "content.draft" else crew.account.name, office_id=crew.office.pk, data=data,
        )  # fmt: skip
