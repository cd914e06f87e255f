"""Drafts, their revisions, what each account's panel was shown, and how it voted (clauses 4, 6, 6.a)."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content import footage
from sanglap.content.states import VariantState
from sanglap.content.urgency import Review, Urgency  # noqa: F401 - so that Django finds them
from sanglap.core import guards
from sanglap.core.boxes import Box
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.files.models import File
from sanglap.language.parting import came_from, joined
from sanglap.networks.contract import Outgoing
from sanglap.offices.models import Office
from sanglap.offices.screened import Holds, reasons_of, words_of
from sanglap.outbox.models import Delivery, digest_is_true
from sanglap.outbox.payload import outgoing
from sanglap.people.models import User
from sanglap.verification.states import BAD, Outcome

# Django finds an app's models here; those of videos and sounds have a file of their own.
Footage, Recording = footage.Footage, footage.Recording


class Draft(models.Model):
    """Something an office means to say: a post, or an answer to somebody. Its words are in its revisions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16, choices=Delivery.KINDS)
    purposes = ArrayField(models.CharField(max_length=16))
    """Clauses of the purposes it serves, as `4.c`, or `other` (clause 6)."""
    other_purpose = models.CharField(max_length=200, blank=True)
    """The other purpose, in the office's own words: the list of clause 4 is open."""
    in_reply_to = models.CharField(max_length=128, blank=True)
    """For an answer: the network's id of what is answered."""
    publish_at = models.DateTimeField(null=True, blank=True)
    """Not before this moment; none: as soon as it is approved."""
    life = models.BooleanField(default=False)
    """An answer where life is in danger: no stop holds it."""
    important_at = models.DateTimeField(null=True, blank=True)
    """Since when it is marked as one to be found and shown again (clause 6.e)."""
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    created_at = models.DateTimeField()
    latest = models.PositiveIntegerField(default=0)
    """Number of the newest revision."""

    class Meta:
        indexes = [
            models.Index(fields=["office", "-id"], name="drafts_of_office"),
            models.Index(fields=["office", "publish_at"], condition=Q(publish_at__isnull=False), name="drafts_planned"),
            models.Index(fields=["office", "-id"], condition=Q(important_at__isnull=False), name="drafts_important"),
        ]


class Revision(models.Model):
    """The words as somebody saved them. Never changed; a change is the next revision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revisions_numbered")]
        triggers = guards.append_only()


class Shape(models.TextChoices):
    """To what shape a picture is cut, as width to height."""

    AS_IT_IS = "as_it_is", _("as it is")
    SQUARE = "1:1", _("square (1 : 1)")
    PORTRAIT = "4:5", _("upright (4 : 5)")
    WIDE = "16:9", _("wide (16 : 9)")


class Keep(models.TextChoices):
    """Which part stays when a picture is cut."""

    START = "start", _("the left or upper part")
    MIDDLE = "middle", _("the middle")
    END = "end", _("the right or lower part")


class Picture(models.Model):
    """A picture that somebody brought for an office's posts: made clean, and cut where that was wished."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    """The same, small: for lists and poor lines."""
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cuts")
    """The picture that it was cut from."""
    covered_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="covered")
    """The picture in which places were covered to make this one. A cut of this one is cut from this one."""
    covers = models.JSONField(default=list)
    """Where it was covered: left, top, width and height of each place, in fractions."""
    shape = models.CharField(max_length=8, choices=Shape, default=Shape.AS_IT_IS)
    keep = models.CharField(max_length=8, choices=Keep, default=Keep.MIDDLE)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["original", "shape", "keep"], condition=Q(original__isnull=False), name="each_cut_once"
            )
        ]
        triggers = guards.append_only()


class Reading(models.TextChoices):
    """How far a machine is with the text in a picture."""

    WAITING = "waiting", _("is being looked at")
    READ = "read", _("text was read")
    UNREADABLE = "unreadable", _("text could not be read")
    OFF = "off", _("text was not read")


class Sight(models.Model):
    """What a machine sees in a picture: its text, and where faces may be. By what is in the file, so that the same
    picture is looked at once, whoever brings it.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    """Of the file that is published."""
    reading = models.CharField(max_length=12, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    """Of each word of the text: start and end in it (code points); left, top, width and height, in fractions."""
    faces = models.JSONField(default=list)
    """Left, top, width and height of each, in fractions."""
    look_at = models.DateTimeField()
    """While it waits: when it is taken up, or taken up again if whoever looks has died."""
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], condition=Q(reading=Reading.WAITING), name="sights_to_take"),
        ]

    @property
    def boxes(self) -> list[Box]:
        """Where faces may be, for drawing."""
        return [Box(*box) for box in self.faces]


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A picture in its place and what it shows, in one language."""

    number: int
    picture: Picture
    alt: str
    other: str = ""

    @property
    def picture_id(self) -> UUID:
        return self.picture.pk


class Illustration(models.Model):
    """A picture in a revision, with what it shows for those who do not see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="illustrations")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="illustrations")
    alt = models.TextField()
    """In the language of the text."""
    other = models.TextField(blank=True)
    """The same in another language, for accounts whose own words are written in it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="illustrations_numbered")]
        ordering = ["number"]
        triggers = guards.append_only()


class Card(models.Model):
    """What was seen of a page that posts link to. By its address, so that the same page is looked at once."""

    key = models.CharField(primary_key=True, max_length=64)
    """SHA-256 of the address."""
    address = models.TextField()
    look_at = models.DateTimeField(null=True, blank=True)
    """When it is looked at next, or again if whoever looks has died; none: it was."""
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    title = models.TextField(blank=True)
    about = models.TextField(blank=True)
    picture = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="cards_to_look_at")]

    @property
    def waiting(self) -> bool:
        """Whether nobody has looked yet."""
        return self.seen_at is None

    @property
    def leads_nowhere(self) -> bool:
        """Whether readers would find nothing there."""
        return not self.waiting and self.outcome in BAD

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or "").removeprefix("www.")


class WorkingCopy(models.Model):
    """What somebody has typed and not saved yet. His own alone, until he saves it or throws it away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="working_copies")
    key = models.UUIDField()
    """Of the draft, or the one that the form of a new one bears."""
    seen = models.PositiveIntegerField()
    """The revision that it was written upon; 0: there is none yet."""
    typed = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_working_copy_each")]
        indexes = [
            models.Index(fields=["key"], name="working_copies_of"),
            models.Index(fields=["at"], name="old_copies"),
        ]


class Digits(models.TextChoices):
    """In which digits an office writes numbers in Bangla texts."""

    AS_TYPED = "as_typed", _("as they were typed")
    BANGLA = "bn", _("Bangla digits: ১২৩")
    LATIN = "latin", _("international digits: 123")


class Style(models.Model):
    """How an office writes its posts."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="style")
    digits = models.CharField(max_length=8, choices=Digits, default=Digits.AS_TYPED)


class SnippetKind(models.TextChoices):
    """What ready words are for."""

    TEMPLATE = "template", _("beginning of a post")
    SIGNATURE = "signature", _("signature")
    HASHTAGS = "hashtags", _("hashtags")


class Snippet(models.Model):
    """Ready words of an office: how posts of a kind begin, what stands under them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="snippets")
    kind = models.CharField(max_length=12, choices=SnippetKind)
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="snippets_by_name")]
        ordering = ["kind", "name"]


class Finding(models.Model):
    """What the screening pointed at in a revision when it was handed to the panels: of one category, in one place.

    It says nothing of whoever wrote it, and decides nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    """0: the text; else the number of the picture that it is about."""
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The account whose own words it is about; none: what all of them show."""
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The picture in which a machine read these words; none: somebody wrote them, in the text or a description."""
    category = models.CharField(max_length=64)
    clause = models.CharField(max_length=16)
    severity = models.CharField(max_length=8)
    band = models.CharField(max_length=8, blank=True)
    """As `screening.findings` has them, of the gravest of its marks; no band: there was nothing to judge by."""
    marks = models.JSONField()
    """Where: a list of `start`, `end` (code points), `words`, `source` and `reason` by language; in a picture also
    `boxes`, in fractions of it.
    """

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="findings_numbered")]
        ordering = ["number"]
        triggers = guards.append_only()

    @property
    def marks_words(self) -> bool:
        """Whether it points at words, and not at the post as a whole."""
        return any(mark["end"] > mark["start"] for mark in self.marks)

    @property
    def reasons(self) -> list[LocalizedText]:
        """Each reason once, in the order of the marks."""
        return reasons_of(self.marks)

    @property
    def words(self) -> list[str]:
        """The words that it is about, each once."""
        return words_of(self.marks)

    @property
    def boxes(self) -> list[Box]:
        """Where its words stand in the picture, for drawing."""
        return [Box(*box) for mark in self.marks for box in mark.get("boxes", ())]


class SourceKind(models.TextChoices):
    """What a claim rests on."""

    LINK = "link", _("a page on the web")
    REFERENCE = "reference", _("an order, a letter, a record or a book")
    FILE = "file", _("a file kept here")
    NAMED = "named", _("confirmed by name")


class Source(models.Model):
    """What one claim in a revision rests on (clause 6.b). The latest entered counts; none is changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sources")
    words = models.TextField()
    """The claim, as it stands in the text."""
    kind = models.CharField(max_length=12, choices=SourceKind)
    reference = models.CharField(max_length=500, blank=True)
    """The address of the page, or by what one finds it: number and date of an order, title and page."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SourceKind.FILE, file__isnull=False)
                | Q(kind=SourceKind.NAMED, file=None, reference="")
                | Q(kind__in=[SourceKind.LINK, SourceKind.REFERENCE], file=None) & ~Q(reference=""),
                name="source_is_something",
            )
        ]
        ordering = ["id"]
        triggers = guards.append_only()


class Depicted(models.TextChoices):
    """Who can be recognised in a picture."""

    NOBODY = "nobody", _("nobody who could be recognised")
    OFFICIAL = "official", _("officials at work, or people at a public event")
    PRIVATE = "private", _("private persons")


class Circumstance(models.TextChoices):
    """In what circumstances somebody is shown so that he can be recognised."""

    CHILD = "child", _("a child")
    CHILD_IN_CASE = "child_in_case", _("a child in a case: as accused, victim or witness")
    VICTIM = "victim", _("the victim of a crime or of violence")
    ACCUSED = "accused", _("somebody accused, suspected or arrested")
    RELIEF = "relief", _("somebody who receives relief or aid")


class Consent(models.TextChoices):
    """How somebody agreed to be shown."""

    WRITTEN = "written", _("in writing")
    SPOKEN = "spoken", _("by word of mouth, before a witness")


class Portrayal(models.Model):
    """Who is shown in one picture of a revision, and that he agreed (clause 6.c). The latest entered counts; none is
    changed afterwards.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="portrayals")
    digest = models.CharField(max_length=64)
    """Of the picture's file."""
    shown = models.CharField(max_length=12, choices=Depicted)
    circumstances = ArrayField(models.CharField(max_length=16, choices=Circumstance), default=list)
    consent = models.CharField(max_length=12, choices=Consent, blank=True)
    obtained_by = models.CharField(max_length=200, blank=True)
    """Who asked whoever is shown."""
    obtained_on = models.DateField(null=True, blank=True)
    witness = models.CharField(max_length=200, blank=True)
    guardian = models.BooleanField(default=False)
    """A parent or guardian agreed."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The written consent."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent="", obtained_by="", obtained_on=None, witness="", guardian=False, file=None)
                | Q(consent=Consent.WRITTEN, obtained_on__isnull=False, file__isnull=False) & ~Q(obtained_by="")
                | Q(consent=Consent.SPOKEN, obtained_on__isnull=False, file=None) & ~Q(obtained_by="") & ~Q(witness=""),
                name="consent_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(shown=Depicted.NOBODY) | Q(circumstances=[], consent=""), name="nobody_is_nobody"
            ),
        ]
        ordering = ["id"]
        triggers = guards.append_only()

    @property
    def told(self) -> list[str]:
        """The circumstances, in words."""
        return [str(Circumstance(one).label) for one in self.circumstances]


class Variant(models.Model):
    """A revision as it will appear on one account: what that account's panel approves, to the letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="variants")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="variants")
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=VariantState, default=VariantState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    """When it was put into the outbox: what was is not looked at again, however long the history grows."""

    class Meta:
        constraints = [
            digest_is_true(),
            models.UniqueConstraint(fields=["revision", "account"], name="one_variant_per_account"),
            models.CheckConstraint(
                condition=~Q(state=VariantState.APPROVED) | Q(decided_at__isnull=False),
                name="approved_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["account"], condition=Q(state=VariantState.SUBMITTED), name="variants_waiting"),
            models.Index(
                fields=["decided_at"],
                condition=Q(state=VariantState.APPROVED, passed_on_at=None),
                name="variants_to_pass_on",
            ),
        ]
        triggers = guards.fields_stay("id", "revision", "account", "payload", "digest")

    @cached_property
    def said(self) -> Outgoing:
        """What appears on the account, from what is approved and nothing else."""
        return outgoing(self.payload)

    @property
    def parts(self) -> list[str]:
        """The texts that appear on the account, one after another: one, or those of a thread."""
        return self.said.parts

    @cached_property
    def text(self) -> str:
        """Its words; of a thread all of them, as they were written before they were parted where that is known."""
        if not self.said.thread:
            return self.said.text
        written, language = self.revision.text, self.said.language
        return written if came_from(self.parts, written, language) else joined(self.parts, language)

    @property
    def language(self) -> str:
        return self.said.language

    @property
    def own_words(self) -> bool:
        """Whether it says something in other words than the revision does elsewhere."""
        return self.text != self.revision.text

    @property
    def pictures(self) -> list[Illustrated]:
        """The pictures as this account describes them; what `illustrations` was fetched with is used."""
        rows, said = self.revision.illustrations.all(), self.said.pictures
        return [Illustrated(row.number, row.picture, one.alt) for row, one in zip(rows, said, strict=True)]


class Verdict(models.TextChoices):
    APPROVE = "approve", _("approve")
    RETURN = "return", _("return")
    REJECT = "reject", _("reject")


class Vote(models.Model):
    """What one panel member said of one digest. Bound to the digest, so that it cannot speak for other words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="votes")
    verdict = models.CharField(max_length=8, choices=Verdict)
    digest = models.CharField(max_length=64)
    sole = models.BooleanField(default=False)
    """The sole responsible person, confirming his own words."""
    clause = models.CharField(max_length=16, blank=True)
    """Of a rejection: the clause that it offends."""
    passage = models.TextField(blank=True)
    """The words that the remark is about, as they stand in the text."""
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "member"], name="one_vote_each")]
        triggers = guards.append_only()


class Ruling(models.Model):
    """What an approving vote says of one finding (clauses 6.a, 6.c, 9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="rulings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rulings")
    holds = models.CharField(max_length=8, choices=Holds)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "finding"], name="one_ruling_each")]
        ordering = ["finding__number"]
        triggers = guards.append_only()


class PaperDecision(models.Model):
    """That a vote was signed on paper, where the paper lies, and who put it on record here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="paper")
    file_number = models.CharField(max_length=64)
    """Of the office's file (নথি) in which it lies."""
    dated = models.DateField()
    """The day on which it was signed."""
    scan = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_writer = models.BooleanField()
    """Whoever recorded it had written the words himself."""
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = guards.append_only()
