"""Brush and paper: a sheet that collects strokes, washes and reflections and writes them as plain SVG.

The display reads SVG with SDL2_image, whose reader knows paths, rectangles, circles and gradients in user space, and no
filters, masks, patterns or text. So everything soft is a stack of translucent shapes or a gradient, and everything
rough is drawn point by point. All randomness comes from the sheet's seed: the same program draws the same pictures.
"""
import math
import random

HOR = 660                      # the bank line, the same in every picture
INK, PAPER, PAPER2, RED, GOLD = '#221f1b', '#f6f1e4', '#ece4d0', '#9a2125', '#a9813a'
LAYERS = ('sky', 'far', 'water', 'mirror', 'main', 'near', 'light')


def num(v):
    """A coordinate, as short as it goes."""
    t = f'{v:.1f}'
    t = t[:-2] if t.endswith('.0') else t
    return '0' if t == '-0' else t


def pt(x, y):
    return f'{num(x)},{num(y)}'


def poly(points, close=True):
    return 'M' + ' '.join(pt(*p) for p in points) + ('z' if close else '')


def smooth(points, close=False, start='M'):
    """Catmull-Rom through the points, as Béziers."""
    p = list(points)
    at = (lambda i: p[i % len(p)]) if close else (lambda i: p[min(max(i, 0), len(p) - 1)])
    d = start + pt(*p[0])
    for i in range(len(p) if close else len(p) - 1):
        a, b, c, e = at(i - 1), at(i), at(i + 1), at(i + 2)
        d += 'C' + ' '.join((pt(b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6),
                             pt(c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6), pt(*c)))
    return d + ('z' if close else '')


def curve(points, steps=8):
    """The same curve as a list of points."""
    out, n = [], len(points)
    for i in range(n - 1):
        a, b, c, e = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]
        for k in range(steps):
            t = k / steps
            out.append(tuple(.5 * (2 * b[j] + (c[j] - a[j]) * t + (2 * a[j] - 5 * b[j] + 4 * c[j] - e[j]) * t * t
                                   + (3 * b[j] - a[j] - 3 * c[j] + e[j]) * t ** 3) for j in (0, 1)))
    return out + [points[-1]]


def mix(a, b, t):
    """A colour between two colours."""
    return '#' + ''.join(f'{round(int(a[i:i + 2], 16) * (1 - t) + int(b[i:i + 2], 16) * t):02x}' for i in (1, 3, 5))


def lerp(a, b, t):
    return a + (b - a) * t


class Sheet:
    """One picture. `layer` says where strokes go; layers lie on each other in the order of LAYERS."""

    def __init__(self, seed, width=1600, height=1000, wrap=False):
        self.r = random.Random(seed)
        self.w, self.h, self.wrap = width, height, wrap
        self.layers = {k: [] for k in LAYERS}
        self.layer = 'main'
        self.defs = {}
        self.fade = 860            # where reflections have faded to nothing
        self.reflecting = True
        self.rows = [self.r.uniform(-1, 1) for _ in range(64)]

    # -- paint ------------------------------------------------------------------------------------------------------
    def lin(self, x1, y1, x2, y2, *stops):
        """A linear gradient in user space; stops are (offset, colour, alpha)."""
        return self._grad(f'linearGradient x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"', stops)

    def rad(self, x, y, r, *stops):
        return self._grad(f'radialGradient cx="{num(x)}" cy="{num(y)}" r="{num(r)}"', stops)

    def _grad(self, head, stops):
        def stop(o, c, a=1):
            return f'<stop offset="{o:g}" stop-color="{c}"' + (f' stop-opacity="{a:.3g}"' if a < 1 else '') + '/>'
        key = (head, ''.join(stop(*q) for q in stops))
        if key not in self.defs:
            self.defs[key] = f'g{len(self.defs)}'
        return f'url(#{self.defs[key]})'

    def put(self, element):
        self.layers[self.layer].append(element)

    def fill(self, d, paint, a=1.0, rule=''):
        if d and a > .004:
            self.put(f'<path d="{d}" fill="{paint}"' + (f' fill-opacity="{a:.2g}"' if a < 1 else '')
                     + (' fill-rule="evenodd"' if rule else '') + '/>')

    def line(self, d, paint, w=2.0, a=1.0, cap=True):
        if d and a > .004:
            self.put(f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{num(w)}"'
                     + (f' stroke-opacity="{a:.2g}"' if a < 1 else '') + (' stroke-linecap="round"' if cap else '') + '/>')

    def rect(self, x, y, w, h, paint, a=1.0):
        self.put(f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" fill="{paint}"'
                 + (f' fill-opacity="{a:.2g}"' if a < 1 else '') + '/>')

    # -- the hand ---------------------------------------------------------------------------------------------------
    def hand(self, points, amp=1.2, step=38, close=True):
        """The outline as a hand draws it: the long edges waver by about amp."""
        out, n = [], len(points)
        for i in range(n if close else n - 1):
            (x0, y0), (x1, y1) = points[i], points[(i + 1) % n]
            length = math.hypot(x1 - x0, y1 - y0)
            m = max(1, int(length / step))
            for k in range(m):
                t, j = k / m, self.r.uniform(-amp, amp) * (1 if k else .4)
                out.append((lerp(x0, x1, t) - (y1 - y0) / (length or 1) * j, lerp(y0, y1, t) + (x1 - x0) / (length or 1) * j))
        return out if close else out + [points[-1]]

    def blob(self, x, y, rx, ry, n=11, rough=.16):
        """An irregular round outline."""
        ph = self.r.random() * 6.28
        return [(x + rx * k * math.cos(ph + i * 6.2832 / n), y + ry * k * math.sin(ph + i * 6.2832 / n))
                for i in range(n) for k in [1 + self.r.uniform(-rough, rough)]]

    def stroke(self, points, w0, w1, paint, a=1.0, rough=.12, steps=5):
        """A brush stroke: its width runs from w0 to w1 with a little unevenness."""
        c = curve(points, steps)
        left, right = [], []
        for i, (x, y) in enumerate(c):
            (xa, ya), (xb, yb) = c[max(i - 1, 0)], c[min(i + 1, len(c) - 1)]
            length = math.hypot(xb - xa, yb - ya) or 1
            w = lerp(w0, w1, i / (len(c) - 1)) / 2 * (1 + self.r.uniform(-rough, rough))
            nx, ny = -(yb - ya) / length * w, (xb - xa) / length * w
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.fill(poly(left + right[::-1]), paint, a)

    def dry(self, x0, y0, x1, y1, width, paint, a=.2, n=7):
        """A dry brush: a few broken hairs side by side."""
        length = math.hypot(x1 - x0, y1 - y0) or 1
        nx, ny, d = -(y1 - y0) / length, (x1 - x0) / length, ''
        for _ in range(n):
            o, s = self.r.uniform(-.5, .5) * width, self.r.uniform(0, .55)
            e = min(1, s + self.r.uniform(.15, .5))
            d += f'M{pt(lerp(x0, x1, s) + nx * o, lerp(y0, y1, s) + ny * o)} {pt(lerp(x0, x1, e) + nx * o, lerp(y0, y1, e) + ny * o)}'
        self.line(d, paint, max(.8, width / n * .7), a, cap=False)

    def dab(self, x, y, rx, ry, colour, a=.3, core=0.0):
        """A soft round wash that fades to nothing at its edge."""
        for dx in ((-self.w, 0, self.w) if self.wrap else (0,)):
            if self.wrap and not (-rx < x + dx < self.w + rx):
                continue
            f = self.rad(0, 0, 1, (core, colour, a), (lerp(core, 1, .5), colour, a * .42), (1, colour, 0)) if core else \
                self.rad(0, 0, 1, (0, colour, a), (.35, colour, a * .72), (.7, colour, a * .22), (1, colour, 0))
            self.put(f'<circle r="1" transform="matrix({num(rx)} 0 0 {num(ry)} {pt(x + dx, y)})" fill="{f}"/>')

    def wash(self, x, y, rx, ry, colour, a=.3, n=3, rough=.16):
        """A puddle of thin ink: irregular shapes laid over each other, so that the edge is soft and uneven."""
        for i in range(n):
            k = 1 - .2 * i
            self.fill(smooth(self.blob(x + self.r.uniform(-.05, .05) * rx, y + self.r.uniform(-.05, .05) * ry, rx * k, ry * k, 10, rough), True),
                      colour, a / n * 1.25)

    def lens(self, x, y, length, thick):
        """A ripple as path data: pointed at both ends."""
        q = length * .12
        return (f'M{pt(x, y)}c{pt(q, -thick * .62)} {pt(length - q, -thick * .62)} {pt(length, 0)}'
                f'c{pt(-q, thick * .62)} {pt(q - length, thick * .62)} {pt(-length, 0)}z')

    def leaf(self, x, y, length, width, angle):
        """A leaf or dot as path data."""
        c, s = math.cos(angle), math.sin(angle)
        return f'M{pt(x, y)}l{pt(length * .42 * c - width * s, length * .42 * s + width * c)} ' \
               f'{pt(length * .58 * c + width * s, length * .58 * s - width * c)} {pt(-length * .58 * c + width * s, -length * .58 * s - width * c)}z'

    # -- reflections ------------------------------------------------------------------------------------------------
    def mirror(self, points, colour, a=.4, base=HOR, k=.8):
        """The reflection of an outline: a faint whole shape, and rows of ripples that break up with the distance."""
        if not self.reflecting:
            return
        keep, self.layer = self.layer, 'mirror'
        end = min(self.fade, base + (base - min(y for _, y in points)) * k)
        whole, d, rows, i = [], 1.0, '', 0
        left, right = [], []
        while base + d < end:
            t = d / (self.fade - base)
            pitch = 4.2 + 8.5 * t
            thick = pitch * lerp(1.18, .55, min(1, t * 1.15))
            src, off = base - d / k, self.rows[i % 64] * (1 + 9 * t)
            xs = sorted(lerp(x0, x1, (src - y0) / (y1 - y0)) for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1])
                        if (y0 <= src) != (y1 <= src))
            for xa, xb in zip(xs[::2], xs[1::2]):
                if xb - xa < 1.5:
                    continue
                e = self.r.uniform(-.5, 1) * (2 + 12 * t)
                rows += self.lens(xa + off - e, base + d + pitch / 2, xb - xa + 2 * e if xb - xa + 2 * e > 2 else xb - xa, thick)
            if xs:
                left.append((xs[0] + off * 1.3, base + d))
                right.append((xs[-1] + off * 1.3, base + d))
            d, i = d + pitch, i + 1
        if len(left) > 1:
            whole = left + right[::-1]
            self.fill(poly(whole), self.lin(0, base, 0, lerp(base, self.fade, .75), (0, colour, a * .6), (.5, colour, a * .25), (1, colour, 0)))
        self.fill(rows, self.lin(0, base, 0, self.fade, (0, colour, a * .75), (.45, colour, a * .42), (1, colour, 0)))
        self.layer = keep

    # -- file -------------------------------------------------------------------------------------------------------
    def svg(self):
        defs = ''.join(f'<{head} id="{i}" gradientUnits="userSpaceOnUse">{stops}</{head.split()[0]}>' for (head, stops), i in self.defs.items())
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.w} {self.h}" width="{self.w}" height="{self.h}">'
                f'<defs>{defs}</defs>\n' + '\n'.join('\n'.join(self.layers[k]) for k in LAYERS if self.layers[k]) + '\n</svg>\n')
