"""Films as H.264 and AAC in MP4, recordings as Opus in Ogg: PyAV does it. It is installed for this only (tools/samples.sh)."""

import os
import tempfile
from fractions import Fraction
from pathlib import Path

import av

from tools.samples.films import FRAMES, HEIGHT, WIDTH, Film
from tools.samples.sound import RATE, Track

BLOCK = 960  # samples handed over at a time
X264 = {"crf": "29", "preset": "veryslow", "tune": "animation", "threads": "1", "g": "120"}


def film(of: Film) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "film.mp4"
        with av.open(str(target), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
            pictures = container.add_stream("libx264", rate=FRAMES, options=X264)
            pictures.width, pictures.height, pictures.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            sound = container.add_stream("aac", rate=RATE, layout="mono")
            sound.bit_rate = 56_000
            for number in range(round(of.seconds * FRAMES)):
                image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB888)
                painter = QPainter(image)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                QSvgRenderer(QByteArray(of.frame(number / FRAMES).encode())).render(painter)
                painter.end()
                frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
                lines = bytes(image.constBits())
                wide, pitch = image.bytesPerLine(), frame.planes[0].line_size
                frame.planes[0].update(b"".join(lines[row * wide : row * wide + WIDTH * 3].ljust(pitch, b"\0") for row in range(HEIGHT)))
                frame.pts, frame.time_base = number, Fraction(1, FRAMES)
                container.mux(pictures.encode(frame))
            container.mux(pictures.encode(None))
            _sound(container, sound, of.sound(), 1024)
        del application
        return target.read_bytes()


def recording(track: Track) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sound.ogg"
        with av.open(str(target), "w", format="ogg", options={"fflags": "+bitexact"}) as container:
            stream = container.add_stream("libopus", rate=RATE, layout="mono")
            stream.bit_rate = 28_000
            _sound(container, stream, track, BLOCK)
        return target.read_bytes()


def _sound(container: "av.container.OutputContainer", stream: "av.AudioStream", track: Track, block: int) -> None:
    samples = track.pcm()
    resampler = av.AudioResampler(format=stream.format, layout="mono", rate=RATE, frame_size=block)
    for start in range(0, len(samples), block * 2):
        piece = samples[start : start + block * 2].ljust(block * 2, b"\0")
        frame = av.AudioFrame(format="s16", layout="mono", samples=block)
        frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = RATE, start // 2, Fraction(1, RATE)
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    for ready in resampler.resample(None):
        container.mux(stream.encode(ready))
    container.mux(stream.encode(None))
