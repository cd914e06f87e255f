"""A thread and a video that wait for the panel, so that the demo shows both; all through the services."""

from __future__ import annotations

import io
from datetime import datetime

from sanglap.content import recordings
from sanglap.content import services as content
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.drawing import ferry
from sanglap.files import sending
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope

_THREAD = (
    "বন্যার মৌসুমে নদীর পাড়ের পরিবারগুলোর জন্য কিছু কথা। পড়ুন, পাশের ঘরকে জানান।\n\n"
    "ঘরে যা রাখবেন: শুকনো খাবার, বিশুদ্ধ পানি, ওষুধ, টর্চ, দিয়াশলাই ও জরুরি কাগজ পলিথিনে মুড়ে। "
    "গবাদিপশুর খাবার উঁচু জায়গায় তুলে রাখুন। নলকূপের মুখ বেঁধে দিন, যাতে ময়লা পানি না ঢোকে।\n\n"
    "পানি বাড়লে: আগে শিশু, প্রবীণ, গর্ভবতী মা ও প্রতিবন্ধী মানুষকে আশ্রয়কেন্দ্রে পাঠান। বিদ্যুতের প্রধান সুইচ বন্ধ করুন। "
    "স্রোতের মধ্যে হেঁটে পার হবেন না। সাপে কাটলে ওঝার কাছে নয়, সরাসরি উপজেলা হাসপাতালে যান।\n\n"
    "পানি নামার পরে: নলকূপের পানি পরীক্ষা না করে খাবেন না। ভেজা তার ও যন্ত্রে হাত দেবেন না। "
    "ঘর ও ফসলের ক্ষতির কথা ইউনিয়ন পরিষদে লিখে জানান, তালিকা সেখানেই হয়। প্রশ্ন থাকলে এই পোস্টের নিচে লিখুন।"
)
_VIDEO = "কুয়াশার সময় ফেরি ধীরে চলে। ঘাটে কীভাবে অপেক্ষা করবেন, ছোট ভিডিওতে দেখুন।"
_SHOWN = "কুয়াশার মধ্যে একটি ফেরি নদী পার হচ্ছে, পাড়ে লাল পতাকা"
_SAID = """WEBVTT

00:00.000 --> 00:01.500
কুয়াশায় ফেরি ধীরে চলে।

00:01.500 --> 00:03.000
লাল পতাকার পেছনে অপেক্ষা করুন।
"""


def thread(crew: Crew, at: datetime) -> None:
    """A text that is too long for one post."""
    author, account = Scope.of(crew.author, at), crew.account
    draft = content.start(
        author, office=crew.office, kind=Kind.POST, text=_THREAD, accounts=[account], purposes=["4.c"],
        as_threads=[account.pk], now=at,
    )  # fmt: skip
    content.submit(author, draft=draft, by_name=True, now=at)


def video(crew: Crew, at: datetime) -> None:
    """A short video with captions."""
    author = Scope.of(crew.author, at)
    piece = sending.lay(io.BytesIO(ferry()))
    brought = recordings.bring(author, office=crew.office, piece=piece, name="ferry.mp4", now=at)
    recordings.make(brought, now=at)
    brought.refresh_from_db()
    captions = recordings.bring_captions(author, office=crew.office, content=_SAID.encode(), name="ferry.vtt", now=at)
    draft = content.start(
        author, office=crew.office, kind=Kind.POST, text=_VIDEO, accounts=[crew.account], purposes=["4.c"],
        recording=recordings.Shot(brought, _SHOWN, captions), now=at,
    )  # fmt: skip
    content.submit(author, draft=draft, by_name=True, now=at)
