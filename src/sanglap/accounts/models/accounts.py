"""Official accounts on the networks, and the panels that answer for them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.states import AccountState
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText, LocalizedTextField
from sanglap.guideline import loader
from sanglap.networks.contract import RecordingRoom
from sanglap.networks.registry import connector
from sanglap.offices.models import Office, OfficeOrder
from sanglap.people.models import User
from sanglap.platforms.models import Decision


class NameFault(models.TextChoices):
    """Whose name an account bears instead of its office's (clause 5.a)."""

    NONE = "", _("the office's")
    POST = "post", _("a post's")
    PERSON = "person", _("a person's")


def platform_of(network: str, server: str) -> str:
    """The catalogue's platform of an account that tells only how it is kept and where; "" where it is none of them."""
    catalogue = loader.current().catalogue
    found = catalogue.of_network(network) or catalogue.at_host(urlsplit(server).hostname or "")
    return found.id if found else ""


def _usual_recordings() -> dict[str, Any]:
    """Those of Mastodon, until its server was asked."""
    room = recordings_of("mastodon")
    return room.kept if room else {}


def recordings_of(platform: str) -> RecordingRoom | None:
    """What the catalogue says of that platform; None where it says nothing."""
    known = loader.current().catalogue.by_id.get(platform)
    if known is None or known.room is None or known.room.recording is None:
        return None
    said = known.room.recording
    size = said.megabytes * 1024 * 1024 if said.megabytes else None
    return RecordingRoom(said.types, size, said.seconds, said.pixels, said.captions)


class Account(models.Model):
    """An account in an office's name on one network (clause 5.a), with what it says of itself (4, 5.b)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="accounts")
    platform = models.CharField(max_length=32, blank=True)
    """Which of the catalogue's platforms it is on (clause 3); "": one that the catalogue does not know."""
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    """The decision that chose its platform (clause 3), of its office or of one above; None on accounts from before."""
    network = models.CharField(max_length=32)
    """The connector by which it is kept; it follows from the platform."""
    server = models.URLField()
    handle = models.CharField(max_length=128)
    name = LocalizedTextField(_("name"))
    purposes = ArrayField(models.CharField(max_length=16))
    """Clauses of the seven purposes, as `4.c`."""
    audience = LocalizedTextField(_("audience"))
    description = LocalizedTextField(_("description of the user"))
    url = models.URLField(blank=True)
    remote_id = models.CharField(max_length=128, blank=True)
    """The network's own key of the account; empty until it is connected."""
    characters = models.PositiveIntegerField(default=500)
    """The longest text its server takes, as the network counts; read from the server at each connection."""
    pictures = models.PositiveSmallIntegerField(default=4)
    """The most pictures that it takes in one post; read from the server like `characters`."""
    recordings = models.JSONField(default=_usual_recordings)
    """Which videos and sounds it takes, as `RecordingRoom` keeps it; read from the server like `characters`."""
    majority_since = models.DateTimeField(null=True, blank=True)
    """Since when the office orders that a majority of the panel approves; None: one member is enough (`quorum`)."""
    state = models.CharField(max_length=20, choices=AccountState, default=AccountState.PROPOSED)
    held_above = models.BooleanField(default=False)
    """It was suspended by whoever reviews the office's accounts: the office alone cannot resume it."""
    name_fault = models.CharField(max_length=8, choices=NameFault, default=NameFault.NONE, blank=True)
    """Whose name it bears instead of the office's, as the rulebook's words tell; a finished renaming mends it."""
    banner_owed = models.BooleanField(default=False)
    """Its platform demands a person's name: so the banner bears the institution's name, and proof is owed."""
    personal = models.BooleanField(default=False)
    """It is somebody's personal profile at the network, and no page of an institution."""
    opened_on = models.DateField(null=True, blank=True)
    """Since when it has been there, where it is older than its entry here and somebody knows."""
    keeper = models.CharField(max_length=200, blank=True)
    """Who kept it when it was brought in."""
    moved_at = models.DateTimeField(null=True, blank=True)
    """When it last came over from another office: its password is due for rotation since then (clause 5.e)."""
    note = models.TextField(blank=True)
    """What was said at the last step: which information is wanted, why it was refused, suspended or closed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "network", "server", "handle"],
                condition=~Q(state=AccountState.CLOSED),
                name="one_living_account_per_handle",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state"], name="accounts_of_office"),
            models.Index(fields=["state", "-id"], name="accounts_in_state"),
            models.Index(fields=["office"], condition=~Q(name_fault=""), name="accounts_with_wrong_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and not self.platform:
            self.platform = platform_of(self.network, self.server)
        super().save(*args, **kwargs)

    @property
    def recording_room(self) -> RecordingRoom:
        """Which videos and sounds it takes."""
        if connector(self.network).capabilities.by_hand and (room := recordings_of(self.platform)):
            return room
        return RecordingRoom.of(self.recordings)

    @property
    def place(self) -> LocalizedText:
        """The platform as a citizen knows it: by its name in the catalogue, or else by its connector's or host's."""
        if known := loader.current().catalogue.by_id.get(self.platform):
            return known.name
        found = connector(self.network)
        if not found.capabilities.by_hand:
            return found.name
        # The name of a host is no Bangla, whoever reads it.
        return LocalizedText(en=urlsplit(self.server).netloc.removeprefix("www."))

    @property
    def label(self) -> str:
        """How it is told from others of that name, in the reader's language: an office has one on each network."""
        return f"{self.called} · {self.place}"

    @property
    def address(self) -> str:
        """Where it is seen: as the network says, or else where its platform shows accounts of that handle."""
        if self.url:
            return self.url
        known = loader.current().catalogue.by_id.get(self.platform)
        return known.url_of(self.handle, self.server) if known else f"{self.server.rstrip('/')}/{self.handle}"

    @property
    def called(self) -> LocalizedText:
        """Its name with the handle, which tells it from the office's other accounts of that name."""
        return LocalizedText({language: f"{name} (@{self.handle})" for language, name in self.name.items()})


class PanelRole(models.TextChoices):
    """As what a panel member serves (clause 5.c)."""

    ADMIN = "admin", _("admin")
    MODERATOR = "moderator", _("moderator")
    AUTHORITY = "authority", _("authority")


class PanelMember(models.Model):
    """A person on an account's panel, for a term (clause 5.c)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="panels")
    role = models.CharField(max_length=12, choices=PanelRole)
    order = models.ForeignKey(OfficeOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "user"], condition=Q(ends_at__isnull=True), name="once_on_a_panel"
            ),
            # A member replaced in the moment of being appointed has served no time.
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="panel_term_in_order"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(ends_at__isnull=False), name="seats_that_end")]
        triggers = guards.rows_stay()

    def serves(self, at: datetime) -> bool:
        """Whether that moment lies in the term."""
        return bool(self.starts_at <= at and (self.ends_at is None or at < self.ends_at))


class Credential(models.Model):
    """What opens the account at its network, sealed. Officers never see it (clause 5.e)."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="credential")
    sealed = models.BinaryField()
    connected_at = models.DateTimeField()


class ServerRegistration(models.Model):
    """What a network's server knows this Sanglap by, sealed; asked for once for each server and address of ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.CharField(max_length=32)
    server = models.URLField()
    redirect_uri = models.URLField(max_length=500)
    sealed = models.BinaryField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "server", "redirect_uri"], name="registered_once_per_server")
        ]
