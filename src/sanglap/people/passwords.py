"""How strong a password is, in words (clause 5.e)."""

from dataclasses import dataclass
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from zxcvbn import zxcvbn

from sanglap.people.models import User

SHORTEST = 12
# What lies behind this sign is not measured: it could only make a password better, and the measure slow.
_MEASURED = 72
_GOOD = 3
# zxcvbn keeps the user's own words in a place that all threads share.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess: `score` from 0 to 4, whether it is `enough`, and what would make it better."""

    score: int
    enough: bool
    advice: tuple[str, ...]

    @property
    def word(self) -> str:
        return str(_WORDS[self.score])


def measure(password: str, user: User | None = None) -> Strength:
    """Measure a password. What the user is called makes it weaker. No query; the password is kept nowhere."""
    with _one_at_a_time:
        found = zxcvbn(password[:_MEASURED] or " ", user_inputs=_own_words(user))
    feedback = found["feedback"]
    said = [feedback["warning"], *feedback["suggestions"]]
    advice = [str(_ADVICE.get(line, _ADVICE[""])) for line in said if line]
    score = found["score"]
    if len(password) < SHORTEST:
        advice.insert(0, _too_short(len(password)))
        score = min(score, _GOOD - 1)
    return Strength(score, score >= _GOOD, tuple(dict.fromkeys(advice)))


def _too_short(length: int) -> str:
    missing = SHORTEST - length
    return ngettext(
        "It is too short: %(missing)d more character is needed.",
        "It is too short: %(missing)d more characters are needed.",
        missing,
    ) % {"missing": missing}


def _own_words(user: User | None) -> list[str]:
    own = ["sanglap", "সংলাপ", "bangladesh", "বাংলাদেশ"]
    if user is not None:
        for text in (user.username, user.email, *dict(user.name).values()):
            own += [text, *text.replace("@", " ").replace(".", " ").split()]
    return [word[:_MEASURED].lower() for word in own if word]


class StrengthValidator:
    """Django's validator: at least 12 characters, and hard to guess."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError with what would make it better."""
        strength = measure(password, user if isinstance(user, User) else None)
        if not strength.enough:
            lines = strength.advice or (str(_ADVICE[""]),)
            raise ValidationError([ValidationError(line, code="password_weak") for line in lines])

    def get_help_text(self) -> str:
        return str(HELP)


HELP = _(
    "At least 12 characters. Four or five words that do not belong together are easy to keep in mind and hard to guess."
)

_WORDS = (
    _("very weak"),
    _("weak"),
    _("not yet enough"),
    _("good"),
    _("very good"),
)

# Each sentence of zxcvbn, and ours for it.
_ADVICE: dict[str, Promise] = {
    "": _("It is easy to guess. Add words that do not belong together."),
    "Straight rows of keys are easy to guess.": _("Rows of keys side by side are easy to guess."),
    "Short keyboard patterns are easy to guess.": _("Short patterns on the keyboard are easy to guess."),
    'Repeats like "aaa" are easy to guess.': _("One sign many times over is easy to guess."),
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': _(
        "Something said twice is hardly harder to guess than said once."
    ),
    'Sequences like "abc" or "6543" are easy to guess.': _("Letters or digits in their order are easy to guess."),
    "Recent years are easy to guess.": _("Recent years are easy to guess."),
    "Dates are often easy to guess.": _("Dates are often easy to guess."),
    "This is a top-10 common password.": _("This is one of the ten most used passwords in the world."),
    "This is a top-100 common password.": _("This is one of the hundred most used passwords in the world."),
    "This is a very common password.": _("Very many people use this password."),
    "This is similar to a commonly used password.": _("It resembles a password that many people use."),
    "A word by itself is easy to guess.": _("One word alone is easy to guess."),
    "Names and surnames by themselves are easy to guess.": _("Names alone are easy to guess."),
    "Common names and surnames are easy to guess.": _("Common names are easy to guess."),
    "Use a few words, avoid common phrases.": _("Use several words, but no saying that everybody knows."),
    "No need for symbols, digits, or uppercase letters.": _(
        "Special signs, digits and capital letters are not needed."
    ),
    "Add another word or two. Uncommon words are better.": _("Add one or two words more; rare ones are better."),
    "Use a longer keyboard pattern with more turns.": _("Make the pattern on the keyboard longer, with more turns."),
    "Avoid repeated words and characters.": _("Avoid words and signs that repeat."),
    "Avoid sequences.": _("Avoid letters and digits in their order."),
    "Avoid recent years.": _("Avoid recent years."),
    "Avoid years that are associated with you.": _("Avoid years that have to do with you."),
    "Avoid dates and years that are associated with you.": _("Avoid dates and years that have to do with you."),
    "Capitalization doesn't help very much.": _("Capital letters help little."),
    "All-uppercase is almost as easy to guess as all-lowercase.": _(
        "Capital letters throughout are almost as easy to guess as small ones."
    ),
    "Reversed words aren't much harder to guess.": _("Words written backwards are hardly harder to guess."),
    "Predictable substitutions like '@' instead of 'a' don't help very much.": _(
        "Putting '@' for 'a' and the like helps little."
    ),
}
