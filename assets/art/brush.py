"""Brush and paper: a sheet that collects strokes, washes and reflections and writes them as plain SVG.

The display reads SVG with SDL2_image, whose reader knows paths, rectangles, circles and gradients in user space, and no
filters, masks, patterns or text. So everything soft is a stack of translucent shapes or a gradient, and everything
rough is drawn point by point. All randomness comes from the sheet's seed: the same program draws the same pictures.
"""
import math
import random
import re

HOR = 660                      # the bank line, the same in every picture
INK, PAPER, PAPER2, RED, GOLD = '#221f1b', '#f6f1e4', '#ece4d0', '#9a2125', '#a9813a'
LAYERS = ('sky', 'far', 'water', 'mirror', 'main', 'near', 'light')


def num(v):
    """A coordinate, as short as it goes."""
    t = f'{v:.1f}'
    t = t[:-2] if t.endswith('.0') else t
    return '0' if t == '-0' else t


def short(v):
    """A fraction, as short as it goes."""
    return f'{v:.3f}'.rstrip('0').rstrip('.').replace('0.', '.', 1) or '0'


def pt(x, y):
    return f'{num(x)},{num(y)}'


TOKEN = re.compile(r'[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)')
ARITY = {'M': 2, 'L': 2, 'C': 6, 'Q': 4, 'H': 1, 'V': 1}


def tight(d):
    """The same path in relative commands on a grid of a tenth, without separators that it does not need."""
    out, last, cmd, i = [], '', '', 0
    x = y = sx = sy = 0                                  # tenths
    fx = fy = 0.0                                        # where the source really is, so that rounding does not add up
    gx = gy = 0.0
    t = TOKEN.findall(d)

    def emit(c, values):
        nonlocal last
        body = ''
        for k, v in enumerate(values):
            q = f'{abs(v) // 10}' if abs(v) >= 10 or v % 10 == 0 else ''
            q = ('-' if v < 0 else '') + q + (f'.{abs(v) % 10}' if v % 10 else '')
            body += q if q[0] == '-' or not k else ' ' + q
        if c == last and c != 'm':
            out.append(body if body[0] == '-' else ' ' + body)
        else:
            out.append(c + body)
        last = c

    while i < len(t):
        if t[i].isalpha():
            cmd = t[i]
            i += 1
            if cmd in 'zZ':
                out.append('z')
                last, x, y, fx, fy = 'z', sx, sy, gx, gy
                continue
        up, rel = cmd.upper(), cmd.islower()
        n = ARITY[up]
        v = [float(q) for q in t[i:i + n]]
        i += n
        if up == 'H':
            v = [v[0] + (fx if rel else 0), fy]
        elif up == 'V':
            v = [fx, v[0] + (fy if rel else 0)]
        elif rel:
            v = [q + (fy if k % 2 else fx) for k, q in enumerate(v)]
        r = [round(q * 10) for q in v]
        dif = [q - (y if k % 2 else x) for k, q in enumerate(r)]
        if up in 'HV' or (up == 'L' and 0 in dif):
            if dif[1] == 0:
                emit('h', dif[:1])
            else:
                emit('v', dif[1:]) if dif[0] == 0 else emit('l', dif)
        else:
            emit(up.lower(), dif)
        x, y, fx, fy = r[-2], r[-1], v[-2], v[-1]
        if up == 'M':
            sx, sy, gx, gy = x, y, fx, fy
            cmd = 'l' if rel else 'L'
    d = ''.join(out)
    return ('M' + d[1:]) if d else d


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
        self.fade = 866            # where reflections have faded to nothing
        self.reflecting = True
        self.leaves = 1.0          # how many leaves a clump has, times its own number
        self.rows = [self.r.uniform(-1, 1) for _ in range(64)]

    # -- paint ------------------------------------------------------------------------------------------------------
    def lin(self, x1, y1, x2, y2, *stops):
        """A linear gradient in user space; stops are (offset, colour, alpha)."""
        return self._grad(f'linearGradient x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"', stops)

    def rad(self, x, y, r, *stops):
        return self._grad(f'radialGradient cx="{num(x)}" cy="{num(y)}" r="{num(r)}"', stops)

    def _grad(self, head, stops):
        def stop(o, c, a=1):
            return f'<stop offset="{short(o)}" stop-color="{c}"' + (f' stop-opacity="{short(a)}"' if a < 1 else '') + '/>'
        key = (head, ''.join(stop(*q) for q in stops))
        if key not in self.defs:
            self.defs[key] = f'g{len(self.defs)}'
        return f'url(#{self.defs[key]})'

    def put(self, element):
        self.layers[self.layer].append(element)

    @staticmethod
    def alpha(kind, paint, a):
        """The display's reader knows no fill-opacity on a gradient, only opacity."""
        return '' if a >= 1 else f' {"opacity" if paint.startswith("url") else kind}="{short(a)}"'

    def fill(self, d, paint, a=1.0, rule=''):
        if d and a > .004:
            d = tight(d)
            self.put(f'<path d="{d}" fill="{paint}"' + self.alpha('fill-opacity', paint, a)
                     + (' fill-rule="evenodd"' if rule else '') + '/>')

    def line(self, d, paint, w=2.0, a=1.0, cap=True):
        if d and a > .004:
            d = tight(d)
            self.put(f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{num(w)}"'
                     + self.alpha('stroke-opacity', paint, a) + (' stroke-linecap="round"' if cap else '') + '/>')

    def rect(self, x, y, w, h, paint, a=1.0):
        self.put(f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" fill="{paint}"'
                 + self.alpha('fill-opacity', paint, a) + '/>')

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

    def dry(self, x0, y0, x1, y1, width, paint, a=.2, n=7, hair=None):
        """A dry brush: a few broken hairs side by side."""
        length = math.hypot(x1 - x0, y1 - y0) or 1
        nx, ny, d = -(y1 - y0) / length, (x1 - x0) / length, ''
        for _ in range(n):
            o, s = self.r.uniform(-.5, .5) * width, self.r.uniform(0, .55)
            e = min(1, s + self.r.uniform(.15, .5))
            d += f'M{pt(lerp(x0, x1, s) + nx * o, lerp(y0, y1, s) + ny * o)} {pt(lerp(x0, x1, e) + nx * o, lerp(y0, y1, e) + ny * o)}'
        self.line(d, paint, hair or max(.8, width / n * .7), a, cap=False)

    def dab(self, x, y, rx, ry, colour, a=.3, core=0.0):
        """A soft round wash that fades to nothing at its edge."""
        a = max(.02, round(a * 25) / 25)
        for dx in ((-self.w, 0, self.w) if self.wrap else (0,)):
            if self.wrap and not (-rx < x + dx < self.w + rx):
                continue
            f = self.rad(0, 0, 1, *((round(lerp(core, 1, t), 2), colour, v) for t, v in ((0, 1), (.25, .86), (.5, .5), (.75, .15), (1, 0))))
            self.put(f'<circle r="1" transform="matrix({num(rx)} 0 0 {num(ry)} {pt(x + dx, y)})" fill="{f}"' + self.alpha('', f, a) + '/>')

    def wash(self, x, y, rx, ry, colour, a=.3, n=3, rough=.16):
        """A puddle of thin ink: irregular shapes laid over each other, so that the edge is soft and uneven."""
        for i in range(n):
            k = 1 - .2 * i
            self.fill(smooth(self.blob(x + self.r.uniform(-.05, .05) * rx, y + self.r.uniform(-.05, .05) * ry, rx * k, ry * k, 10, rough), True),
                      colour, a / n * 1.25)

    def lens(self, x, y, length, thick):
        """A ripple as path data: pointed at both ends."""
        if length > 70:                                  # whole numbers do for long ones
            h, t = round(length / 2), f'{thick:.1f}'
            return f'M{x:.0f} {y:.1f}q{h}-{t} {2 * h} 0q-{h} {t}-{2 * h} 0z'
        h, t = f'{length / 2:.1f}', f'{thick:.1f}'
        return f'M{x:.1f} {y:.1f}q{h}-{t} {length:.1f} 0q-{h} {t}-{length:.1f} 0z'

    def row(self, x, y, length, thick):
        """A row of a reflection as path data: flat, its ends drawn to a point."""
        e, t = min(11, round(length / 4, 1)), f'{thick / 2:.1f}'
        m = f'{max(0, length - 2 * e):.0f}'
        return f'M{x:.0f} {y:.1f}l{e}-{t}h{m}l{e} {t}-{e} {t}h-{m}z'

    def leaf(self, x, y, length, width, angle):
        """A leaf, blade or dot as path data: a narrow triangle from its base."""
        c, s = length * math.cos(angle), length * math.sin(angle)
        wx, wy = -width * math.sin(angle), width * math.cos(angle)
        if width > 2:                                    # dots: four corners, whole numbers
            x1, y1 = round(c * .4 + wx), round(s * .4 + wy)
            x2, y2 = round(c), round(s)
            x3, y3 = round(c * .4 - wx), round(s * .4 - wy)
            return f'M{x:.0f} {y:.0f}l{x1} {y1} {x2 - x1} {y2 - y1} {x3 - x2} {y3 - y2}z'
        if length > 7 and width > 1.4:
            return f'M{x - wx:.0f} {y - wy:.0f}l{round(c + wx)} {round(s + wy)} {round(wx - c)} {round(wy - s)}z'
        return f'M{x - wx:.0f} {y - wy:.0f}l{num(c + wx)} {num(s + wy)} {num(wx - c)} {num(wy - s)}z'

    # -- reflections ------------------------------------------------------------------------------------------------
    def mirror(self, points, colour, a=.4, base=HOR, k=.8):
        """The reflection of an outline: a faint whole shape, and rows of ripples that break up with the distance."""
        if not self.reflecting:
            return
        keep, self.layer = self.layer, 'mirror'
        end = min(self.fade, base + (base - min(y for _, y in points)) * k)
        d, rows, under, i = .6, '', '', 0
        while base + d < end:
            t = d / (self.fade - base)
            pitch = 4.8 + 9 * t
            thick = pitch * lerp(.95, .45, min(1, t * 1.15))
            src, off = base - d / k, self.rows[i % 64] * (.6 + 9 * t)
            xs = sorted(lerp(x0, x1, (src - y0) / (y1 - y0)) for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1])
                        if (y0 <= src) != (y1 <= src))
            for xa, xb in zip(xs[::2], xs[1::2]):
                if xb - xa < 1.5:
                    continue
                e = self.r.uniform(-.6, 1) * (1.5 + 14 * t)
                rows += self.row(xa + off - e, base + d + pitch / 2, max(2, xb - xa + 2 * e), thick)
                if xb - xa > 34:
                    under += f'M{xa + off * .7:.0f} {base + d:.1f}h{xb - xa:.0f}l0 {pitch:.1f}h-{xb - xa:.0f}z'
            d, i = d + pitch, i + 1
        self.fill(under, self.lin(0, base, 0, lerp(base, self.fade, .8), (0, colour, 1), (.5, colour, .5), (1, colour, 0)), a * .7)
        self.fill(rows, self.lin(0, base, 0, self.fade, (0, colour, 1), (.6, colour, 1), (1, colour, 0)), a * .55)
        self.layer = keep

    # -- file -------------------------------------------------------------------------------------------------------
    def svg(self):
        defs = ''.join(f'<{head} id="{i}" gradientUnits="userSpaceOnUse">{stops}</{head.split()[0]}>' for (head, stops), i in self.defs.items())
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.w} {self.h}" width="{self.w}" height="{self.h}">'
                f'<defs>{defs}</defs>\n' + '\n'.join('\n'.join(self.layers[k]) for k in LAYERS if self.layers[k]) + '\n</svg>\n')
