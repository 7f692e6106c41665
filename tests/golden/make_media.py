"""Makes the small films and recordings in tests/golden/media, two seconds of each kind. Run by hand, with PyAV beside: see tools/samples.sh.
python -m tests.golden.make_media"""

import math
import struct
from fractions import Fraction
from pathlib import Path

import av

FOLDER = Path(__file__).parent / "media"
SIZE, FRAMES, SECONDS, RATE = (96, 64), 10, 2, 48_000
FILMS = {  # file: encoder, options
    "h264.mp4": ("libx264", {"preset": "veryslow"}), "hevc.mp4": ("libx265", {"x265-params": "log-level=none"}), "vp8.webm": ("libvpx", {}),
    "vp9.webm": ("libvpx-vp9", {}), "av1.mp4": ("libsvtav1", {}), "av1.webm": ("libsvtav1", {}), "mpeg4.mkv": ("mpeg4", {}),
}  # fmt: skip
RECORDINGS = {"mp3.mp3": "libmp3lame", "flac.flac": "flac", "opus.ogg": "libopus", "aac.m4a": "aac", "opus.webm": "libopus"}


def film(path: Path, encoder: str, options: dict[str, str]) -> None:
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(encoder, rate=FRAMES, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(FRAMES * SECONDS):
            frame = av.VideoFrame(*SIZE, "rgb24")
            colour = bytes((40 + number * 9, 120, 200 - number * 7))
            pitch = frame.planes[0].line_size
            frame.planes[0].update((colour * SIZE[0]).ljust(pitch, b"\0") * SIZE[1])
            frame.pts, frame.time_base = number, Fraction(1, FRAMES)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def recording(path: Path, encoder: str) -> None:
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(encoder, rate=RATE, layout="mono")
        if encoder != "flac":
            stream.bit_rate = 24_000
        wanted = stream.codec_context.format.name if encoder == "flac" else None
        resampler = av.AudioResampler(format=wanted or stream.codec_context.format, layout="mono", rate=RATE, frame_size=stream.frame_size or 960)
        for start in range(0, RATE * SECONDS, 960):
            block = av.AudioFrame("s16", "mono", 960)
            block.planes[0].update(b"".join(struct.pack("<h", round(4000 * math.sin(at / 18))) for at in range(start, start + 960)))
            block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
            for ready in resampler.resample(block):
                container.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    for name, (encoder, options) in FILMS.items():
        film(FOLDER / name, encoder, options)
    for name, encoder in RECORDINGS.items():
        recording(FOLDER / name, encoder)
