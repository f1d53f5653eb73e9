#!/usr/bin/env python3
"""Makes the pictures of these tests in tests/media/pictures/. They are kept in the repository; run this only to change them.

Each shows four quarters, seen upright: red, green / blue, white; 48 x 32 pixels.
"""
import io
import os
import struct
import zlib

from PIL import Image

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
W, H = 48, 32


def upright(mode="RGB"):
    image = Image.new("RGB", (W, H))
    for x in range(W):
        for y in range(H):
            image.putpixel((x, y), [[(255, 0, 0), (0, 255, 0)], [(0, 0, 255), (255, 255, 255)]][y >= H // 2][x >= W // 2])
    return image.convert(mode)


# What stored pixels must be so that the orientation turns them upright: the inverse of what a viewer does.
INVERSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}


def exif(orientation, order="<"):
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 1) + \
        struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "I", 0)


def save(name, data):
    with open(os.path.join(HERE, name), "wb") as out:
        out.write(data)


def encode(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height, color=2, depth=8):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))


def main():
    os.makedirs(HERE, exist_ok=True)
    for orientation in range(1, 9):
        image = upright()
        if orientation in INVERSE:
            image = image.transpose(INVERSE[orientation])
        order = "<" if orientation % 2 else ">"
        save(f"exif-{orientation}.jpg", encode(image, "JPEG", quality=95, subsampling=0, exif=b"Exif\0\0" + exif(orientation, order)))
    turned = upright().transpose(INVERSE[6])
    save("exif-6.webp", encode(turned, "WEBP", lossless=True, exif=exif(6)))
    plain = encode(turned, "PNG")
    save("exif-6.png", plain[:33] + chunk(b"eXIf", exif(6, ">")) + plain[33:])
    save("rgb.png", encode(upright(), "PNG"))
    save("palette.png", encode(upright("P"), "PNG"))
    save("grey.png", encode(upright("L"), "PNG"))
    alpha = upright("RGBA")
    for x in range(W // 2):
        for y in range(H // 2):
            alpha.putpixel((x, y), (0, 0, 0, 0))
    save("alpha.png", encode(alpha, "PNG"))
    save("progressive.jpg", encode(upright(), "JPEG", quality=90, progressive=True))
    save("grey.jpg", encode(upright("L"), "JPEG", quality=95))
    save("cmyk.jpg", encode(upright("CMYK"), "JPEG"))
    save("lossy.webp", encode(upright(), "WEBP", quality=90))
    save("lossless.webp", encode(upright(), "WEBP", lossless=True))
    save("animated.webp", encode(upright(), "WEBP", save_all=True, append_images=[turned.resize((W, H))], lossless=True))
    save("huge.png", png_header(30000, 30000) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b""))
    save("bomb.png", png_header(16384, 16384) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b""))
    save("not-a-picture.png", b"GIF89a" + b"\0" * 64)
    save("quarters.svg", b'<?xml version="1.0"?>\n<!-- <svg width="1"> -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 32">'
         b'<path d="M0 0h24v16H0z" fill="#f00"/><path d="M24 0h24v16H24z" fill="#0f0"/>'
         b'<path d="M0 16h24v16H0z" fill="#00f"/><path d="M24 16h24v16H24z" fill="#fff"/></svg>\n')


if __name__ == "__main__":
    main()
