"""Small films and recordings, made here: Qt encodes the pictures, the standard library writes the sound."""

import io
import math
import os
import struct
import wave
from pathlib import Path

WORDS = """WEBVTT

00:00.000 --> 00:01.000
Now we add the drops.

00:01.000 --> 00:02.500
<v Fatou>Wait thirty minutes. Only then is the water safe.

00:03.000 --> 00:04.000
A faint smell of chlorine is good news.
"""
ARABIC = """WEBVTT

00:00.000 --> 00:02.500
الآن نضيف القطرات.

00:03.000 --> 00:04.000
انتظر ثلاثين دقيقة.
"""


def tone(seconds: float, rate: int = 8000) -> bytes:
    """A WAV file of one quiet note."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", round(3000 * math.sin(at / 6))) for at in range(round(seconds * rate))))
    return out.getvalue()


def film(path: Path, seconds: int, *, fps: int = 15, size: tuple[int, int] = (320, 180), snow: bool = False) -> Path:
    """An MPEG-4 film whose colour tells the time: hue = 12 degrees a second, a white bar walks across. Needs an application.
    With `snow` every picture is full of grain that nothing can compress: about a megabyte a second."""
    from PySide6.QtCore import QEventLoop, QSize, QTimer, QUrl
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtMultimedia import (
        QMediaCaptureSession,
        QMediaFormat,
        QMediaRecorder,
        QVideoFrame,
        QVideoFrameFormat,
        QVideoFrameInput,
    )  # fmt: skip

    session, recorder, loop = QMediaCaptureSession(), QMediaRecorder(), QEventLoop()
    shape = QVideoFrameFormat(QSize(*size), QVideoFrameFormat.PixelFormat.Format_BGRX8888)
    shape.setStreamFrameRate(fps)
    pictures = QVideoFrameInput(shape)
    session.setVideoFrameInput(pictures)
    session.setRecorder(recorder)
    kind = QMediaFormat(QMediaFormat.FileFormat.MPEG4)
    kind.setVideoCodec(QMediaFormat.VideoCodec.MPEG4)
    recorder.setMediaFormat(kind)
    recorder.setVideoFrameRate(fps)
    recorder.setVideoResolution(QSize(*size))
    if snow:
        recorder.setQuality(QMediaRecorder.Quality.VeryHighQuality)
    recorder.setOutputLocation(QUrl.fromLocalFile(str(path)))
    recorder.setAutoStop(True)
    sent, total = 0, seconds * fps
    grain = os.urandom(size[0] * size[1] * 4 + 400) if snow else b""

    def send() -> None:
        nonlocal sent
        while sent <= total:
            frame = QVideoFrame()  # the last one ends it
            if sent < total:
                image = QImage(*size, QImage.Format.Format_RGB32)
                if snow:
                    image = QImage(grain[sent % 97 * 4 :], *size, size[0] * 4, QImage.Format.Format_RGB32).copy()
                else:
                    image.fill(QColor.fromHsv(sent * 12 // fps % 360, 150, 190))
                painter = QPainter(image)
                painter.fillRect(sent * (size[0] - 20) // total, size[1] // 3, 20, size[1] // 3, QColor("white"))
                painter.end()
                frame = QVideoFrame(image)
                frame.setStartTime(sent * 1_000_000 // fps)
                frame.setEndTime((sent + 1) * 1_000_000 // fps)
            if not pictures.sendVideoFrame(frame):
                return
            sent += 1

    pictures.readyToSendVideoFrame.connect(send)
    recorder.recorderStateChanged.connect(lambda state: loop.quit() if state == QMediaRecorder.RecorderState.StoppedState else None)
    recorder.record()
    QTimer.singleShot(30_000, loop.quit)
    loop.exec()
    if sent <= total or not path.exists():
        raise RuntimeError(f"{path.name} was not made: {recorder.errorString()}")
    return path
