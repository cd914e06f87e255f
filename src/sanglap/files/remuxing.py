"""Makes one video or sound anew: run as a program of its own, by `media`, with nothing of Sanglap in it.

Of what was brought, the packets of one picture stream and one sound stream are written into a new container. What else
is in it, tags, places, covers, chapters, further streams, what the coders of pictures say beside them, stays behind.

Before a byte of it is read, this process gives away what it does not need: it can open no further file and no line, may
take so much memory and time, and write so much. The reader of the container is chosen by its first bytes, never by the
library, so that no list that leads elsewhere is ever followed.

    remuxing.py SOURCE TARGET POSTER LIMITS

LIMITS is JSON (`media.Limits`). On standard output comes one line of JSON: what was made, or `{"fault": code}`.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Final

import av
import av.logging
import av.subtitles.codeccontext
import av.subtitles.stream
from av.bitstream import BitStreamFilterContext
from PIL import Image

MOV, MATROSKA, OGG, MP3 = "mov", "matroska", "ogg", "mp3"
PICTURES: Final = {"h264": "mp4", "vp8": "webm", "vp9": "webm", "av1": "webm"}
"""Coders of pictures that are taken, and the container that each is written into."""
SOUNDS: Final = {"aac": "mp4", "mp3": "mp3", "opus": "ogg", "vorbis": "ogg"}
BESIDE: Final = {"mp4": {"aac", "mp3"}, "webm": {"opus", "vorbis"}}
"""Which sounds may stand beside pictures in that container."""
# What an H.264 or AV1 stream may consist of. The rest is said beside the pictures: who coded it, where, anything.
_UNITS: Final = {"h264": "filter_units=pass_types=1-5|7-9", "av1": "filter_units=pass_types=1-4|6|7"}
_CLOSED: Final = {"protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}
_STREAMS: Final = "16"
_PER_PACKET, _FIXED = 48, 1 << 14
"""Bytes of an MP4's index: the most that one packet takes, and for the rest."""
_POSTER_LONGEST, _POSTER_AT = 1_280, 3.0
_LOST, _LOST_PART = 2.0, 0.05
"""So much less than its head says may be there: in seconds, and as a part of it."""
# Of MPEG 1 and of the later ones, layer III.
_BITS: Final = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_SYNC: Final = 0x7FF
_RATES: Final = (44_100, 48_000, 32_000)
_XIPH_PACKETS, _XIPH_FULL = 3, 255


class Fault(Exception):
    """It is not taken in; the message is a code that `media` has words for."""


def main(source: str, target: str, poster: str, told: str) -> dict[str, Any]:
    """Make it; gives what was made."""
    limits = json.loads(told)
    with Path(source).open("rb") as brought, Path(target).open("w+b") as made, Path(poster).open("w+b") as still:
        _shut(limits, files=max(one.fileno() for one in (brought, made, still)) + 1)
        form = _form(brought.read(64))
        measured = _measured(brought, form, limits)
        _decoded(brought, form, measured, still)
        _write(brought, form, measured, made)
    return measured


def _shut(limits: Mapping[str, int], *, files: int) -> None:
    """From here on this process can do nothing but reckon and write into the files it has."""
    av.logging.set_level(None)
    Image.preinit()
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        resource.setrlimit(what, (most, most))


def _form(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] not in {b"heic", b"heix", b"avif", b"mif1", b"msf1"}:
        return MOV
    if head[:4] == b"\x1aE\xdf\xa3":
        return MATROSKA
    if head[:4] == b"OggS":
        return OGG
    if head[:3] == b"ID3" or _frame_size(head[:4]):
        return MP3
    raise Fault("kind")


def _opened(brought: BinaryIO, form: str) -> Any:
    brought.seek(0)
    return av.open(brought, format=form, options={**_CLOSED, "format_whitelist": _names(form), "max_streams": _STREAMS})


def _names(form: str) -> str:
    return {MOV: "mov,mp4,m4a,3gp,3g2,mj2", MATROSKA: "matroska,webm"}.get(form, form)


def _wanted(container: Any) -> Iterator[Any]:
    """Its first stream of pictures that is no cover, and its first of sound."""
    covers = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    pictures = [one for one in container.streams.video if not one.disposition & covers]
    yield from pictures[:1]
    yield from container.streams.audio[:1]


def _measured(brought: BinaryIO, form: str, limits: Mapping[str, int]) -> dict[str, Any]:
    """How long it is by what is in it, not by what its head says; how large, by which coders. Raises Fault."""
    with _opened(brought, form) as container:
        streams = list(_wanted(container))
        if not streams:
            raise Fault("broken")
        packets = {one.index: 0 for one in streams}
        first, last = dict.fromkeys(packets, Fraction(10**9)), dict.fromkeys(packets, Fraction(0))
        size = 0
        for packet in container.demux(streams):
            moment = packet.pts if packet.pts is not None else packet.dts
            if not packet.size or moment is None or packet.time_base is None:
                continue
            at, index = moment * packet.time_base, packet.stream.index
            packets[index] += 1
            size += packet.size
            first[index] = min(first[index], at)
            last[index] = max(last[index], at + (packet.duration or 0) * packet.time_base)
            if last[index] - first[index] > limits["length"]:
                raise Fault("long")
        streams = [one for one in streams if packets[one.index]]
        if not streams:
            raise Fault("broken")
        length = max(float(last[one.index] - first[one.index]) for one in streams)
        said = (container.duration or 0) / av.time_base
        if length <= 0 or (form != MP3 and said - length > max(_LOST, said * _LOST_PART)):
            raise Fault("broken")
        return {
            "milliseconds": round(length * 1_000),
            "bits": round(size * 8 / length),
            "packets": sum(packets.values()),
            **_coders(form, streams, limits),
        }


def _coders(form: str, streams: list[Any], limits: Mapping[str, int]) -> dict[str, Any]:
    pictures = next((one for one in streams if one.type == "video"), None)
    sound = next((one for one in streams if one.type == "audio"), None)
    found: dict[str, Any] = {"video": "", "audio": "", "width": 0, "height": 0, "frames": 0.0}
    if pictures is not None:
        width, height = pictures.codec_context.width, pictures.codec_context.height
        if _coder(pictures) not in PICTURES:
            raise Fault("codec")
        if not width or not height:
            raise Fault("broken")
        if width * height > limits["pixels"] or max(width, height) > limits["side"]:
            raise Fault("pixels")
        found |= {"video": _coder(pictures), "width": width, "height": height}
        found["frames"] = round(float(pictures.average_rate or 0), 2)
    if sound is not None:
        found["audio"] = _coder(sound)
    found["container"] = PICTURES.get(found["video"]) or SOUNDS.get(found["audio"])
    if found["container"] is None or (
        pictures is not None and found["audio"] and found["audio"] not in BESIDE[found["container"]]
    ):
        raise Fault("codec")
    if form == MATROSKA and found["container"] not in {"webm", "ogg"}:
        # Its pictures come without the moment at which they are to be read, which an MP4 wants.
        raise Fault("codec")
    return found


def _coder(stream: Any) -> str:
    """What it is coded by, whichever program would read it."""
    known = {"libdav1d": "av1", "libopus": "opus", "libvorbis": "vorbis", "mp3float": "mp3", "aac_fixed": "aac"}
    name = str(stream.codec_context.codec.canonical_name if stream.codec_context else "")
    return known.get(name, name)


def _decoded(brought: BinaryIO, form: str, measured: dict[str, Any], still: BinaryIO) -> None:
    """Show that its first pictures and sounds can be read, and keep one picture as what stands for it. Raises Fault."""
    with _opened(brought, form) as container:
        for stream in _wanted(container):
            if not measured[stream.type]:
                continue
            stream.thread_type = "NONE"
            stream.codec_context.thread_count = 1
            at = min(_POSTER_AT, measured["milliseconds"] / 10_000) if stream.type == "video" else 0.0
            container.seek(round(at * av.time_base))
            frame = next(iter(container.decode(stream)), None)
            if frame is None:
                raise Fault("broken")
            if stream.type == "video":
                picture = _upright(frame)
                measured["width"], measured["height"] = picture.size
                picture.thumbnail((_POSTER_LONGEST, _POSTER_LONGEST))
                picture.save(still, "JPEG", quality=85)


def _upright(frame: Any) -> Image.Image:
    """The picture as players show it, turned as the file says."""
    picture: Image.Image = frame.to_image()
    quarters = round(frame.rotation / 90) % 4
    ways = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return picture.transpose(ways[quarters - 1]) if quarters else picture


def _write(brought: BinaryIO, form: str, measured: Mapping[str, Any], made: BinaryIO) -> None:
    container = measured["container"]
    options = {"fflags": "+bitexact"}
    if container == "mp4":
        # Its index stands before the rest, so that it can be played while it comes.
        options["moov_size"] = str(measured["packets"] * _PER_PACKET + _FIXED)
    if container == "mp3":
        options |= {"id3v2_version": "0", "write_id3v1": "0"}
    with _opened(brought, form) as source, av.open(made, "w", format=container, options=options) as target:
        ways = {}
        for stream in _wanted(source):
            if not measured[stream.type]:
                continue
            out = target.add_stream_from_template(stream, opaque=True)
            out.metadata.clear()
            if measured[stream.type] == "vorbis":
                out.codec_context.extradata = _without_words(bytes(stream.codec_context.extradata or b""))
            rule = _UNITS.get(measured[stream.type])
            ways[stream.index] = (stream, out, BitStreamFilterContext(rule, stream, out) if rule else None)
        for packet in source.demux([stream for stream, _out, _filter in ways.values()]):
            _stream, out, cleaner = ways[packet.stream.index]
            for one in _bare(packet, cleaner, container):
                one.stream = out
                target.mux(one)
        for _stream, out, cleaner in ways.values():
            for one in cleaner.filter(None) if cleaner else ():
                one.stream = out
                target.mux(one)


def _bare(packet: Any, cleaner: Any, container: str) -> list[Any]:
    """What is written of a packet. Raises Fault."""
    if packet.dts is None:
        if packet.size:
            raise Fault("broken")
        return []
    if container == "mp3":
        return _frame_alone(packet)
    return list(cleaner.filter(packet)) if cleaner else [packet]


def _frame_alone(packet: Any) -> list[Any]:
    """A frame of an MP3 without what stands behind it: readers take tags at the end for frames, or part of the last."""
    content = bytes(packet)
    size = _frame_size(content[:4])
    if not 0 < size <= len(content):
        return []
    alone = av.Packet(content[:size])
    alone.pts, alone.dts, alone.duration, alone.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
    return [alone]


def _frame_size(head: bytes) -> int:
    """Bytes of a frame of layer III, as its head says; 0: it is no such head."""
    said = int.from_bytes(head)
    version, layer, bits, rate = said >> 19 & 3, said >> 17 & 3, said >> 12 & 15, said >> 10 & 3
    if said >> 21 != _SYNC or layer != 1 or version == 1 or not 0 < bits < len(_BITS[0]) or rate >= len(_RATES):
        return 0
    first = version == len(_RATES)
    thousands, per_second = _BITS[not first][bits], _RATES[rate] // (1 if first else 2 if version else 4)
    return (144 if first else 72) * thousands * 1_000 // per_second + (said >> 9 & 1)


def _without_words(head: bytes) -> bytes:
    """The three heads of Vorbis, the middle one, whose words are anybody's, made anew."""
    if not head or head[0] != _XIPH_PACKETS - 1:
        raise Fault("broken")
    place, sizes = 1, []
    for _number in range(_XIPH_PACKETS - 1):
        size = 0
        while head[place] == _XIPH_FULL:
            size, place = size + _XIPH_FULL, place + 1
        sizes.append(size + head[place])
        place += 1
    first, last = head[place : place + sizes[0]], head[place + sum(sizes) :]
    words = b"\x03vorbis" + struct.pack("<II", 0, 0) + b"\x01"
    laced = bytes([_XIPH_PACKETS - 1])
    for part in (first, words):
        laced += b"\xff" * (len(part) // _XIPH_FULL) + bytes([len(part) % _XIPH_FULL])
    return laced + first + words + last


if __name__ == "__main__":
    try:
        said = main(*sys.argv[1:5])
    except Fault as fault:
        said = {"fault": str(fault)}
    except MemoryError:
        said = {"fault": "memory"}
    # Whatever a broken file makes the library stumble over.
    except Exception as error:  # noqa: BLE001
        said = {"fault": "broken", "detail": f"{type(error).__name__}: {error}"[:300]}
    sys.stdout.write(json.dumps(said))
