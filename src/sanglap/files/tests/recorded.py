"""Short videos and sounds, as cameras and telephones make them and as nobody should: see `malformed`."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Final

import av
import numpy as np

from sanglap.files.tests.malformed import EVIL, SCRIPT, archive, box, drawn, flipped, pdf, share, svg

Build = Callable[[], bytes]
RATE: Final = 48_000
FRAMES: Final = 10
PLACE: Final = "+23.8103+090.4125/"
TAGS: Final = {
    **dict.fromkeys(("title", "comment", "artist"), "EVIL"), "location": f"{PLACE}EVIL",
    "creation_time": "2026-11-23T06:00:00Z",
}  # fmt: skip
ELSEWHERE: Final = b"file:///etc/passwd"


@cache
def recorded(
    form: str,
    video: str = "",
    audio: str = "",
    *,
    seconds: int = 2,
    size: tuple[int, int] = (96, 64),
    words: bool = False,
) -> bytes:
    """So many seconds of noise and a tone, with tags that tell of whoever made it. `words`: with subtitles."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        container.metadata.update(TAGS)
        shown = _pictures(container, video, size) if video else None
        heard = _sound(container, audio) if audio else None
        said: Any = container.add_stream("mov_text") if words else None
        if said is not None:
            said.codec_context.subtitle_header = b"[Script Info]\n[V4+ Styles]\nStyle: Default\n[Events]\n"
        if shown is not None:
            noise = np.random.default_rng(7)
            for number in range(seconds * FRAMES):
                points = noise.integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
                frame = av.VideoFrame.from_ndarray(points, format="rgb24")
                frame.pts = number
                container.mux(shown.encode(frame))
            container.mux(shown.encode())
        if heard is not None:
            _tone(container, heard, seconds)
        if said is not None:
            packet = av.Packet(struct.pack(">H", len(EVIL)) + EVIL)
            packet.stream, packet.pts, packet.dts, packet.duration = said, 0, 0, 1_000
            packet.time_base = Fraction(1, 1_000)
            container.mux(packet)
    return out.getvalue()


def _pictures(container: Any, coder: str, size: tuple[int, int]) -> Any:
    stream = container.add_stream(coder, rate=FRAMES)
    stream.width, stream.height = size
    stream.pix_fmt = "yuvj420p" if coder == "mjpeg" else "yuv420p"
    stream.metadata["handler_name"] = "EVIL"
    return stream


def _sound(container: Any, coder: str) -> Any:
    stream = container.add_stream(coder, rate=RATE, layout="stereo")
    stream.codec_context.options = {"strict": "experimental"}
    stream.metadata["title"] = "EVIL"
    return stream


def _tone(container: Any, stream: Any, seconds: int) -> None:
    wave = (np.sin(np.arange(seconds * RATE) * 2 * np.pi * 440 / RATE) * 9_000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None, :], format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    ctx = stream.codec_context
    turned = av.AudioResampler(
        format=ctx.format or "s16", layout="stereo", rate=RATE, frame_size=ctx.frame_size or 1_024
    )
    for part in [*turned.resample(frame), *turned.resample(None)]:
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))


def film() -> bytes:
    return recorded("mp4", "libx264", "aac")


def speech() -> bytes:
    return recorded("mp3", audio="libmp3lame")


def atom(name: bytes, inside: bytes = b"", *, says: int | None = None) -> bytes:
    """A box of an MP4; `says` is a false length."""
    return struct.pack(">I", 8 + len(inside) if says is None else says) + name + inside


def behind(content: bytes, name: bytes, at: int, value: bytes) -> bytes:
    """With other bytes so far behind each box of that name."""
    place = content.find(name)
    while place >= 0:
        start = place + 4 + at
        content = content[:start] + value + content[start + len(value) :]
        place = content.find(name, start)
    return content


def _long() -> bytes:
    """Two seconds that claim to be days."""
    days = struct.pack(">I", 2**31 - 1)
    return behind(behind(film(), b"mvhd", 16, days), b"mdhd", 16, days)


def _sized(each: int, number: int) -> bytes:
    """With an index that says so of the sizes of its parts."""
    return behind(film(), b"stsz", 4, struct.pack(">II", each, number))


def _elsewhere() -> bytes:
    """Its pictures are said to lie in another file."""
    content = film()
    place = content.index(b"dref") - 4
    size = struct.unpack(">I", content[place : place + 4])[0]
    inside = b"\0\0\0\0\0\0\0\1" + atom(b"url ", b"\0\0\0\0" + ELSEWHERE + b"\0")
    grown = atom(b"dref", inside)
    more = len(grown) - size
    content = content[:place] + grown + content[place + size :]
    for name in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        at = content.rindex(name, 0, place) - 4
        content = (
            content[:at] + struct.pack(">I", struct.unpack(">I", content[at : at + 4])[0] + more) + content[at + 4 :]
        )
    return content


def _nested(deep: int) -> bytes:
    inside = b""
    for _number in range(deep):
        inside = atom(b"udta", inside)
    return box(b"isom")[:24] + atom(b"moov", inside)


def _covered() -> bytes:
    """A song with a picture on its cover, which is no video."""
    words = b"\0image/jpeg\0\3\0" + drawn("JPEG") + EVIL
    tag = b"APIC" + struct.pack(">I", len(words)) + b"\0\0" + words
    size = len(tag)
    head = b"ID3\3\0\0" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return head + tag + speech()


PLAYLISTS: Final[Mapping[str, Build]] = {
    "HLS": lambda: b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n" + ELSEWHERE + b"\n#EXT-X-ENDLIST\n",
    "HLS of the web": lambda: b"#EXTM3U\n#EXTINF:9,\nhttp://169.254.169.254/latest/EVIL\n",
    "list of the program that joins": lambda: b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "list of files": lambda: b"file '/etc/passwd'\n",
    "DASH": lambda: b'<?xml version="1.0"?><MPD><BaseURL>' + ELSEWHERE + b"</BaseURL></MPD>",
    "SDP": lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    "playlist of a player": lambda: b"[playlist]\nFile1=" + ELSEWHERE + b"\n",
    "HLS that calls itself an MP4": lambda: (
        b"\0\0\0\x18ftyp\n#EXTM3U\n#EXTINF:9,\n" + ELSEWHERE + b"\n#EXT-X-ENDLIST\n"
    ),
    "HLS behind the head of an MP4": lambda: box(b"isom")[:24] + b"#EXTM3U\n#EXTINF:9,\n" + ELSEWHERE,
    "HLS behind a tag": lambda: b"ID3\3\0\0\0\0\0\0#EXTM3U\n#EXTINF:9,\n" + ELSEWHERE,
}
"""What leads elsewhere."""

REFUSED: Final[Mapping[str, tuple[str, Build]]] = {
    "empty": ("empty", lambda: b""),
    **{name: ("kind", build) for name, build in list(PLAYLISTS.items())[:7]},
    **{name: ("broken", build) for name, build in list(PLAYLISTS.items())[7:]},
    "one byte": ("kind", lambda: b"\xff"),
    "zeros": ("kind", lambda: bytes(5_000)),
    "HTML": ("kind", lambda: b"<!doctype html>" + SCRIPT),
    "SVG": ("kind", lambda: svg(SCRIPT)),
    "photo": ("kind", lambda: drawn("JPEG")),
    "picture that moves": ("kind", lambda: drawn("GIF")),
    "HEIC": ("kind", lambda: box(b"heic")),
    "archive": ("kind", lambda: archive("EVIL.exe")),
    "PDF": ("kind", pdf),
    "AVI": ("kind", lambda: recorded("avi", "mpeg4")),
    "transport stream": ("kind", lambda: recorded("mpegts", "libx264")),
    "FLV": ("kind", lambda: b"FLV\1\5\0\0\0\x09\0\0\0\0" + bytes(500)),
    "WAV": ("kind", lambda: recorded("wav", audio="pcm_s16le")),
    "MPEG-4 of old telephones": ("codec", lambda: recorded("mp4", "mpeg4")),
    "moving pictures of photos": ("codec", lambda: recorded("mov", "mjpeg", "aac")),
    "sound without a coder": ("codec", lambda: recorded("mov", audio="pcm_s16le")),
    "pictures with a sound that does not belong": ("codec", lambda: recorded("mov", "libx264", "pcm_s16le")),
    "Matroska with pictures of an MP4": ("codec", lambda: recorded("matroska", "libx264", "aac")),
    "words alone": ("broken", lambda: recorded("mp4", words=True)),
    "head of an MP4 alone": ("broken", lambda: box(b"isom")),
    "MP4 without an index": ("broken", lambda: film()[: film().index(b"moov") - 4]),
    "half an MP4": ("broken", lambda: share(film(), 50)),
    "MP4 whose index claims four thousand million entries": ("broken", lambda: _sized(0, 2**32 - 16)),
    "MP4 whose every part is two thousand million bytes long": ("broken", lambda: _sized(2**31 - 1, 2**32 - 16)),
    "MP4 whose box is too long": ("broken", lambda: box(b"isom")[:24] + atom(b"moov", bytes(64), says=2**31)),
    "MP4 of boxes in boxes": ("broken", lambda: _nested(5_000)),
    "MP4 whose pictures are noise": ("broken", lambda: behind(recorded("mp4", "libx264"), b"mdat", 0, EVIL * 2_500)),
    "HTML behind the mark of a WebM": ("broken", lambda: b"\x1aE\xdf\xa3" + SCRIPT * 30),
    "WebM whose head is endless": ("broken", lambda: b"\x1aE\xdf\xa3\x01" + b"\xff" * 6 + b"\xfe" + bytes(64)),
    "a tenth of a WebM": ("broken", lambda: share(recorded("webm", "libvpx", "libopus"), 1)),
    "HTML behind the mark of an Ogg": ("broken", lambda: b"OggS" + SCRIPT * 30),
    "HTML behind a tag": ("broken", lambda: b"ID3\3\0\0\0\0\0\0" + SCRIPT * 30),
    "tag of two hundred megabytes": ("broken", lambda: b"ID3\3\0\0\x7f\x7f\x7f\x7f" + EVIL),
    "picture larger than screens": ("pixels", lambda: recorded("mp4", "libx264", seconds=1, size=(4_200, 16))),
}  # fmt: skip
"""To be refused, with that code."""

SOUND: Final[Mapping[str, tuple[str, Build]]] = {
    "MP4 with its place": ("video/mp4", lambda: film().replace(b"\xa9cmt", b"\xa9xyz")),
    "MOV of a telephone": ("video/mp4", lambda: recorded("mov", "libx264", "aac")),
    "MP4 with words": ("video/mp4", lambda: recorded("mp4", "libx264", "aac", words=True)),
    "MP4 with a script behind it": ("video/mp4", lambda: film() + SCRIPT),
    "MP4 with XMP": ("video/mp4", lambda: film() + atom(b"uuid", b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8" + EVIL * 9)),
    "MP4 whose pictures are said to lie elsewhere": ("video/mp4", _elsewhere),
    "MP4 that claims to last for days": ("video/mp4", _long),
    "silent MP4": ("video/mp4", lambda: recorded("mp4", "libx264")),
    "WebM of VP9 and Opus": ("video/webm", lambda: recorded("webm", "libvpx-vp9", "libopus")),
    "WebM of VP8 and Vorbis": ("video/webm", lambda: recorded("webm", "libvpx", "vorbis")),
    "WebM of AV1": ("video/webm", lambda: recorded("webm", "libsvtav1")),
    "MP3": ("audio/mpeg", speech),
    "MP3 with a cover": ("audio/mpeg", _covered),
    "MP3 with a script behind it": ("audio/mpeg", lambda: speech() + SCRIPT),
    "M4A": ("audio/mp4", lambda: recorded("ipod", audio="aac")),
    "Ogg of Opus": ("audio/ogg", lambda: recorded("ogg", audio="libopus")),
    "Ogg of Vorbis": ("audio/ogg", lambda: recorded("ogg", audio="vorbis")),
}
"""To be taken in, as that, with nothing in it of what stands beside."""

EITHER: Final[Mapping[str, Build]] = {
    **{
        f"{name} with a byte turned over at {part} of 100": (
            lambda build=build, part=part: flipped(build(), len(build()) * part // 100)  # type: ignore[misc]
        )
        for name, build in {"MP4": film, "MP3": speech}.items()
        for part in (3, 40, 97)
    },
    "half an MP3": lambda: share(speech(), 50),
    "nine tenths of a WebM": lambda: share(recorded("webm", "libvpx", "libopus"), 90),
}
"""Something or nothing may be made of these, but never harm."""
