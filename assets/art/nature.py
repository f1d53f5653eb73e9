"""Sky, hills, mist, water, quay, trees, reeds, birds."""
import math
from brush import HOR, PAPER, lerp, mix, poly, pt, smooth

# The light of a picture: sky above and at the horizon, glow, far hills, water (three stops), mist.
MOODS = {
    'day':     dict(top='#e3dac3', low='#f7f1e2', glow='#fdf6e0', hill='#75868a', near='#5a6e70', water=('#d2d9d2', '#b7c5c0', '#8fa5a3'), mist=PAPER),
    'morning': dict(top='#e4d9c4', low='#f8eedb', glow='#fbe9c4', hill='#8b9697', near='#6b7d7e', water=('#dcdccf', '#bfcac4', '#98aba8'), mist='#f8f3e7'),
    'summer':  dict(top='#dcdcc8', low='#f4f1df', glow='#fbf6df', hill='#7a8f84', near='#5c7365', water=('#cfd9ce', '#b0c3b8', '#86a096'), mist='#f3f2e2'),
    'autumn':  dict(top='#e3d5b8', low='#f7edd6', glow='#fbe7b8', hill='#8a8a7c', near='#706f5d', water=('#d8d7c6', '#bcc3b6', '#94a29b'), mist='#f7efdd'),
    'winter':  dict(top='#c9ccc8', low='#ece6d8', glow='#f3e2c0', hill='#7c8588', near='#626c6f', water=('#d0d2cd', '#b3bab9', '#8c989a'), mist='#efebe0'),
    'dusk':    dict(top='#5f6d78', low='#d2bf9d', glow='#efcf95', hill='#5d6b74', near='#47555d', water=('#c3b99f', '#8e989a', '#55656c'), mist='#cfc6b2'),
    'spring':  dict(top='#dfe0d2', low='#f6f2e6', glow='#fbf5e2', hill='#84958f', near='#68807a', water=('#d6ddd5', '#bccbc5', '#97aeaa'), mist='#f6f4ea'),
    'dawn':    dict(top='#cfcabf', low='#f5e3c6', glow='#f8dca6', hill='#84898b', near='#646f73', water=('#e0d3bb', '#bcc0b8', '#8599a0'), mist='#f4e9d6'),
}


# -- ground ---------------------------------------------------------------------------------------------------------
def sky(s, mood, glow=(.24, .34), sun=None, clouds=6, low=HOR + 4, x0=0, y0=0, x1=None):
    """The sky down to `low`; a window needs only its own part, x0 to x1 from y0 down."""
    s.layer, m = 'sky', MOODS[mood]
    s.rect(x0, y0, (x1 or s.w) - x0, low - y0, s.lin(0, 0, 0, low, (0, m['top']), (.55, mix(m['top'], m['low'], .75)), (1, m['low'])))
    if glow:
        s.dab(s.w * glow[0], 1000 * glow[1], 350, 195, m['glow'], .7)
    if sun:                                              # pale gold, its lower half in mist: never a solid disc
        x, y, r = sun
        s.dab(x, y, r * 2.5, r * 2.1, '#f3dca4', .36)
        s.put(f'<circle cx="{x}" cy="{y}" r="{r}" fill="{s.lin(0, y - r, 0, y + r, (0, "#f3e0a8", .55), (.45, "#f4e5bd", .3), (.75, "#f6ecd2", 0), (1, "#f6ecd2", 0))}"/>')
        s.dab(x, y - r * .25, r * 1.5, r * 1.1, '#f6e7bd', .5)
        s.dab(x + r * .5, y + r * .55, r * 2.8, r * .45, m['low'], .8)
    for _ in range(clouds):                              # cloud washes with a ragged hem
        x, y, w = s.r.uniform(0, s.w), s.r.uniform(60, 360), s.r.uniform(130, 260)
        s.dab(x, y, w, s.r.uniform(16, 40), mix(m['top'], m['hill'], .3) if s.r.random() < .5 else mix(m['low'], '#fffaf0', .6 if mood != 'dusk' else 0), s.r.uniform(.12, .3))
    if mood != 'dusk':
        fibres(s)


def fibres(s, n=60):
    """Fibres and flecks of the paper."""
    for colour, a in (('#8a7a5a', .07), ('#fffdf5', .22)):
        d = ''
        for _ in range(int(n * s.w / 1600)):
            x, y, b = s.r.uniform(10, s.w - 30), s.r.uniform(10, HOR - 40), s.r.uniform(-5, 5)
            d += f'M{pt(x, y)}q{pt(s.r.uniform(6, 16), b)} {pt(s.r.uniform(16, 34), b * s.r.uniform(-1, 1))}'
        s.line(d, colour, .7, a, cap=False)


def ridge(s, base, height, waves=3, jag=4):
    """A silhouette that repeats over the width of the sheet."""
    parts = [(k, s.r.uniform(.6, 1) / (1 + .12 * k), s.r.uniform(0, 6.28)) for k in range(max(1, waves - 1), waves + 4)]
    top = sum(p[1] for p in parts)
    fine = [(k, s.r.uniform(.05, .1), s.r.uniform(0, 6.28)) for k in (waves * 3 + 1, waves * 4 + 2, waves * 5 + 1)]
    n, out = int(s.w / 40), []
    rough = [s.r.uniform(-jag, jag) for _ in range(n)]
    for i in range(n + 1):
        u = 6.2832 * i / n
        v = math.tanh(1.7 * sum(a * math.sin(k * u + p) for k, a, p in parts) / top) * .72 + sum(a * math.sin(k * u + p) for k, a, p in fine)
        out.append((s.w * i / n, base - height * (.5 + .8 * v) + rough[i % n]))
    return [(x, min(y, base - 6)) for x, y in out]


def hills(s, mood, near=False, base=HOR, height=None, a=None, layer='far', waves=None, foot=.0):
    """One range in ink wash: dark at the ridge, gone at the foot; texture strokes and, near, small trees."""
    s.layer, m = layer, MOODS[mood]
    tone = m['near' if near else 'hill']
    height = height or (64 if near else 88)
    a = a or (.5 if near else .4)
    line = ridge(s, base, height, waves or round((2.5 if near else 1.6) * s.w / 1600))
    top = min(y for _, y in line)
    d = smooth(line) + f'L{num_(s.w)},{num_(base + 6)} 0,{num_(base + 6)}z'
    s.fill(d, s.lin(0, top, 0, base + 6, (0, tone, a), (.45, tone, a * .5), (.85, tone, a * .12), (1, tone, foot)))
    drop = 24 * (.7 if near else 1)                      # a wetter pass along the ridge, its lower edge uneven
    under = [(x, min(base, y + drop * (.75 + .25 * math.sin(i * .37) + .12 * math.sin(i * 1.3)))) for i, (x, y) in enumerate(line)]
    s.fill(smooth(line) + 'L' + ' '.join(pt(*q) for q in under[::-2]) + 'z', tone, a * .14)
    d = ''
    for _ in range(int((60 if near else 36) * s.w / 1600)):   # texture strokes down the slopes
        i = s.r.randrange(1, len(line) - 1)
        x, y = line[i]
        f, l = s.r.uniform(8, 60), s.r.uniform(14, 44)
        slope = (line[i + 1][1] - line[i - 1][1]) / (line[i + 1][0] - line[i - 1][0])
        if y + f + l < base - 20:
            d += f'M{pt(x + s.r.uniform(-12, 12), y + f)}q{pt(l * .3, l * .35 + l * slope)} {pt(l * s.r.uniform(.3, .9), l * (.6 + slope))}'
    s.line(d, tone, 2.4, a * .16)
    if near:
        d = ''
        for _ in range(int(70 * s.w / 1600)):
            i, f = s.r.randrange(len(line) - 1), s.r.random()
            x, y = lerp(line[i][0], line[i + 1][0], f), lerp(line[i][1], line[i + 1][1], f)
            if y < base - 30 and x < s.w - 12:
                h = s.r.uniform(6, 15)
                d += s.leaf(x, y + 5, h, h * .32, -1.57 + s.r.uniform(-.3, .3)) + s.leaf(x + 4, y + 5, h * .7, h * .3, -1.2)
        s.fill(d, tone, a * .7)
    return line


def num_(v):
    return f'{v:g}'


def mist(s, y, h, a=.8, colour=PAPER, layer='far', n=None, band=True):
    """Bands of mist: one even, and drifting puffs over it."""
    s.layer = layer
    if band:
        s.rect(0, y, s.w, h, s.lin(0, y, 0, y + h, (0, colour, 0), (.5, colour, a), (1, colour, 0)))
    for _ in range(n if n is not None else int(5 * s.w / 1600)):
        s.dab(s.r.uniform(0, s.w), y + h * s.r.uniform(.25, .75), s.r.uniform(170, 380), h * s.r.uniform(.12, .3), colour, a * .8)


def water(s, mood, top=HOR, x0=0, x1=None, y1=None):
    s.layer, m = 'water', MOODS[mood]
    a, b, c = m['water']
    s.rect(x0, top, (x1 or s.w) - x0, (y1 or s.h) - top, s.lin(0, top, 0, s.h, (0, a), (.3, b), (1, c)))
    for _ in range(int(4 * s.w / 1600)):                 # uneven wet washes
        y = s.r.uniform(top + 60, s.h - 30)
        s.dab(s.r.uniform(0, s.w), y, s.r.uniform(180, 420), s.r.uniform(10, 26), s.r.choice((a, c, '#ffffff')), s.r.uniform(.2, .4))


def ripples(s, n=110, x0=0, x1=None, y0=HOR + 10, y1=994, layer='near', light='#ffffff', dark='#4f6664', k=1.0):
    """Ripples, close and fine far away, longer and wider apart near by."""
    keep, s.layer = s.layer, layer
    x1 = s.w if x1 is None else x1
    sets = {'l1': '', 'l2': '', 'd': ''}
    for _ in range(n):
        t = s.r.random() ** 1.35
        y, l = lerp(y0, y1, t), (24 + 190 * t) * s.r.uniform(.35, 1)
        x = s.r.uniform(x0, x1)
        key = s.r.choice(('l1', 'l1', 'l2', 'd'))
        for q in range(s.r.choice((1, 1, 2, 2, 3))):               # a ripple is a few strokes beside each other
            xx, yy, ll = x + q * l * s.r.uniform(-.3, .6), y + q * (2.6 + 4.5 * t), l * s.r.uniform(.35, 1)
            xx = min(max(xx, x0), x1 - ll) if not s.wrap else xx
            for dx in ((-s.w, 0) if s.wrap and xx + ll > s.w else (0,)):
                sets[key] += s.lens(xx + dx, yy, ll, (1.2 + 2.3 * t) * s.r.uniform(.5, 1))
    s.fill(sets['l1'], light, .26 * k)
    s.fill(sets['l2'], light, .42 * k)
    s.fill(sets['d'], dark, .2 * k)
    s.layer = keep


def quay(s, x0=0, x1=None, y=HOR, h=16, layer='water'):
    """A bank of cut stone, y - h to y + 6, damp along the water."""
    s.layer, x1 = layer, s.w if x1 is None else x1
    full = s.wrap or (x0 <= 0 and x1 >= s.w)
    edge = [(x0, y - h), (x1, y - h), (x1, y + 6), (x0, y + 6)]
    s.fill(poly(edge if full else s.hand(edge, 1.5)), s.lin(0, y - h, 0, y + 6, (0, '#a9a392'), (.55, '#8c8778'), (1, '#6b6a60')))
    joints, lights, x = '', '', x0 + 14
    while x < x1 - 20:
        l = s.r.uniform(24, 54)
        joints += f'M{pt(x, y - h + 4)}l{pt(s.r.uniform(-1, 1), h)}'
        lights += f'M{pt(x + 3, y - h + 5)}h{num_(round(l * .5, 1))}'
        x += l
    s.line(joints, '#5d594e', 1.4, .5, cap=False)
    s.line(lights, '#e3dcc8', 1.2, .35, cap=False)
    s.line(f'M{pt(x0, y - h + 6.5)}H{num_(x1)}', '#5d594e', 1, .3, cap=False)
    s.rect(x0, y - h, x1 - x0, 3.4, '#c9c2af', .9)
    d = ''
    for _ in range(int((x1 - x0) / 85)):                 # moss and grass in the joints
        x = s.r.uniform(x0 + 8, x1 - 12)
        for _ in range(5):
            d += s.leaf(x + s.r.uniform(-5, 5), y - h + 3, s.r.uniform(4, 10), .9, -1.57 + s.r.uniform(-.7, .7))
    s.fill(d, '#6d7a55', .7)
    s.rect(x0, y + 5, x1 - x0, 9, s.lin(0, y + 5, 0, y + 14, (0, '#3f4a48', .38), (1, '#3f4a48', 0)))


def bank(s, x0, x1, y=HOR, h=14, colour='#8d9070', layer='main', grass=True):
    """A soft earth bank with grass, for landmarks that stand on open ground."""
    keep, s.layer = s.layer, layer
    n = max(4, int((x1 - x0) / 55))
    top = [(lerp(x0, x1, i / n), y + 3 - h * math.sin(math.pi * i / n) ** .5 + s.r.uniform(-1.5, 1.5)) for i in range(n + 1)]
    s.fill(smooth(top) + f'L{pt(x1, y + 3)} {pt(x0, y + 3)}z', s.lin(0, y - h, 0, y + 4, (0, colour), (1, mix(colour, '#4d5044', .55))))
    if grass:
        tufts(s, x0 + 8, x1 - 8, int((x1 - x0) / 9), y - h * .55, 11)
    s.mirror([(x0, y), (x0 + 14, y - h), (x1 - 14, y - h), (x1, y)], '#5d6254', .5)
    s.layer = keep


def tufts(s, x0, x1, n, y, h, tones=('#6f7d53', '#596845', '#8b9665'), deep=0):
    d = {t: '' for t in tones}
    for _ in range(n):
        x, t = s.r.uniform(x0, x1), s.r.choice(tones)
        yy = y + s.r.uniform(-1, 1) * deep
        for _ in range(3):
            d[t] += s.leaf(x + s.r.uniform(-4, 4), yy + s.r.uniform(-2, 5), h * s.r.uniform(.5, 1.2), 1.1, -1.57 + s.r.uniform(-.6, .6))
    for t, v in d.items():
        s.fill(v, t, .8)


def far_trees(s, x0, x1, n, y=HOR - 12, h=40, colour='#7d8b82', a=.4, layer='far'):
    """A distant line of trees: one wet silhouette that fades into mist, with a softer one behind."""
    keep, s.layer = s.layer, layer
    m = max(n, int((x1 - x0) / (h * .42)))
    crowns = [(lerp(x0, x1, (i + s.r.uniform(0, 1)) / m), h * s.r.uniform(.5, 1) * (.78 + .22 * math.sin(i * .7)), h * s.r.uniform(.3, .52)) for i in range(m)]
    step = max(5, (x1 - x0) / 240)
    for grow, k in ((1.16, .35), (1, .65)):
        top, x = [], x0
        while x <= x1:
            edge = min(1, (x - x0) / (h * .8), (x1 - x) / (h * .8))
            v = max((hh * max(0, 1 - abs((x - cx) / w) ** 2) ** .5 for cx, hh, w in crowns), default=0)
            top.append((x, y - max(h * .16, v * grow) * max(0, edge) ** .5 + s.r.uniform(-.02, .02) * h))
            x += step
        s.fill(poly(top + [(x1, y + 2), (x0, y + 2)]), s.lin(0, y - h * 1.1, 0, y + 2, (0, colour, a * k), (.5, colour, a * k * .8), (1, colour, a * k * .1)))
    s.layer = keep


# -- trees ----------------------------------------------------------------------------------------------------------
GREEN = ('#46563c', '#61744c', '#8c9c64')
DARK = ('#35453a', '#4a5c48', '#6d7d58')
YOUNG = ('#6b7f4b', '#8a9d5c', '#b3bf80')
GOLDEN = ('#9a742c', '#c89a3c', '#e6c36a')
RUST = ('#7d5a36', '#a5783f', '#c9a25d')


def clump(s, x, y, rx, ry, tones=GREEN, n=90, size=6.2, angle=None, wash=.7):
    """A clump of leaves: a soft wet blot, then dark dots below on the right, middle ones, light ones above on the left."""
    dark, mid, light = tones
    s.dab(x, y, rx * 1.02, ry * 1.02, mid, min(.92, wash * 1.2), .62)
    s.dab(x + rx * .14, y + ry * .24, rx * .86, ry * .78, dark, wash * .8, .25)
    n *= s.leaves
    for tone, m, dx, dy, reach, a in ((dark, n * .4, .12, .16, .82, .7), (mid, n * .36, 0, 0, .94, .85), (light, n * .26, -.2, -.26, .7, .8)):
        d = ''
        for _ in range(int(m)):
            u, v = s.r.uniform(0, 6.28), s.r.random() ** .55
            l = size * s.r.uniform(.6, 1.3)
            d += s.leaf(x + rx * (dx + v * reach * math.cos(u)), y + ry * (dy + v * reach * math.sin(u)), l, max(2.1, l * .3),
                        (angle if angle is not None else s.r.uniform(0, 6.28)) + s.r.uniform(-.7, .7))
        s.fill(d, tone, a)


def trunk(s, points, w0, w1, colour='#4a3f33'):
    s.stroke(points, w0, w1, colour, 1)
    lit = [(x - w0 * .2, y) for x, y in points]
    s.stroke(lit, w0 * .22, w1 * .2, mix(colour, '#cdbb98', .55), .5)
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        s.dry(x0 + w0 * .12, y0, x1 + w0 * .1, y1, w0 * .5, '#1d1a16', .35, 5)


def tree(s, x, y, h, spread=.5, tones=GREEN, clumps=8, n=80, lean=0, bark='#4a3f33', size=9):
    """A broad tree (camphor): forked trunk and a crown of clumps."""
    top = y - h
    fork = (x + lean * .3, y - h * .38)
    trunk(s, [(x, y), (x + lean * .1 + 3, y - h * .2), fork], h * .06, h * .042, bark)
    for dx, dy in ((-.55, .62), (-.2, .78), (.25, .8), (.6, .6)):
        s.stroke([fork, (fork[0] + dx * h * spread * .4, y - h * (dy - .14)), (fork[0] + dx * h * spread * .75 + lean, y - h * dy)], h * .034, h * .01, bark)
    spots = []
    for i in range(clumps):
        u = math.pi * (.06 + .88 * i / (clumps - 1))
        spots.append((x + lean - math.cos(u) * h * spread * .72, y - h * .52 - math.sin(u) * h * .33 + s.r.uniform(-.03, .03) * h))
    spots += [(x + lean + s.r.uniform(-.3, .3) * h * spread, y - h * .6 + s.r.uniform(-.06, .08) * h) for _ in range(clumps // 3)] + [(x + lean - h * spread * .3, y - h * .5), (x + lean + h * spread * .28, y - h * .47)]
    wide = max(1, (7.5 / clumps) ** .5)                  # few clumps are larger ones
    for cx, cy in sorted(spots, key=lambda q: q[1]):
        k = s.r.uniform(.8, 1.15)
        clump(s, cx, cy, h * spread * .36 * k * wide, h * .16 * k * wide, tones, n, size)
    s.mirror([(x - h * .03, y), (x - h * .03, y - h * .4), (x + h * .03, y - h * .4), (x + h * .03, y)], bark, .3)
    s.mirror([(x + lean + h * spread * q, y - h * w) for q, w in ((-.95, .55), (-.8, .75), (-.3, .97), (.3, .97), (.8, .76), (.95, .55), (.5, .42), (-.5, .42))], tones[0], .34)


def willow(s, x, y, h, lean=0, strands=46, tones=('#5f7448', '#7d9060', '#a3b27d'), spread=.34):
    """A weeping willow: boughs go up and out, strands with narrow leaves hang down."""
    bark = '#4b4033'
    head = (x + lean * .6, y - h * .66)
    trunk(s, [(x, y), (x + lean * .1 - 5, y - h * .25), (x + lean * .4 + 3, y - h * .5), head], h * .062, h * .03, bark)
    ends = []
    for k in range(7):
        u = -1 + 2 * k / 6
        e = (head[0] + u * h * spread * .8 + lean * .3, y - h * (.97 - .2 * abs(u) ** 1.5) + s.r.uniform(-6, 6))
        c = (head[0] + u * h * spread * .3, y - h * (.86 - .05 * abs(u)))
        s.stroke([head if abs(u) < .5 else (head[0] - lean * .1, y - h * .58), c, e], h * .018, h * .004, bark)
        ends += [(c, e)]
    for _ in range(5):
        s.dab(x + lean + s.r.uniform(-.7, .7) * h * spread, y - h * s.r.uniform(.55, .8), h * .13, h * .2, tones[1], .3)
    lines, leaves = {t: '' for t in tones}, {t: '' for t in tones}
    for i in range(int(strands * 2.6)):                  # the crown: short leaves along the boughs
        c, e = ends[i % 7]
        t = s.r.uniform(-.25, 1.08)
        leaves[s.r.choice(tones)] += s.leaf(lerp(c[0], e[0], t) + s.r.gauss(0, h * .022), lerp(c[1], e[1], t) - h * .01 + s.r.gauss(0, h * .022), s.r.uniform(7, 13), 1.9, 1.57 + s.r.uniform(-.9, .9))
    for i in range(strands):
        c, e = ends[i % 7]
        t = s.r.uniform(.15, 1.12)
        sx, sy = lerp(c[0], e[0], t), lerp(c[1], e[1], t) + s.r.uniform(-8, 8)
        u = (sx - head[0]) / (h * spread)
        l = h * s.r.uniform(.3, .62) * (1 - .12 * abs(u))
        l = min(l, y - 14 - sy)
        tone = s.r.choice(tones)
        ex = sx + u * h * .1 + s.r.uniform(-7, 7) + h * .02
        mx, my = sx + u * h * .075 + 4, sy + l * .3
        lines[tone] += f'M{pt(sx, sy)}Q{pt(mx, my)} {pt(ex, sy + l)}'
        for k in range(int(l / 12)):
            t = (k + s.r.random()) / int(l / 12)
            px = (1 - t) ** 2 * sx + 2 * t * (1 - t) * mx + t * t * ex
            py = (1 - t) ** 2 * sy + 2 * t * (1 - t) * my + t * t * (sy + l)
            leaves[tone] += s.leaf(px, py, s.r.uniform(8, 15), 1.7, 1.57 + s.r.choice((-1, 1)) * s.r.uniform(.25, .6))
    for t in tones:
        s.line(lines[t], t, 1.5, .7, cap=False)
        s.fill(leaves[t], t, .85)
    s.mirror([(x - h * .025, y), (x - h * .02, y - h * .6), (x + h * .02, y - h * .6), (x + h * .025, y)], bark, .3)
    s.mirror([(x + lean + h * spread * q, y - h * w) for q, w in ((-1.1, .3), (-.95, .8), (-.3, .98), (.3, .98), (.95, .8), (1.1, .32), (.5, .38), (-.5, .4))], tones[0], .26)


def cypress(s, x, y, h, w, tones=DARK):
    """A cypress: a flame of upright strokes."""
    r = s.r
    out = [(x - w * .1, y), (x - w * .44, y - h * .1), (x - w * .5, y - h * .3), (x - w * .34, y - h * .62), (x - w * .1, y - h * .9), (x + r.uniform(-3, 3), y - h),
           (x + w * .14, y - h * .88), (x + w * .36, y - h * .6), (x + w * .5, y - h * .28), (x + w * .42, y - h * .09), (x + w * .1, y)]
    s.rect(x - w * .05, y - h * .06, w * .1, h * .07, '#4a3f33')
    s.fill(smooth(s.hand(out, 2.5, 30), True), s.lin(x - w / 2, 0, x + w / 2, 0, (0, tones[1]), (.45, mix(tones[0], tones[1], .5)), (1, tones[0])))
    big = 1 + max(0, h - 320) / 420                      # large ones get larger strokes, not more
    area = min(h * w, 24000)
    for tone, m, side, a in ((tones[0], area / 210, .3, .8), (tones[1], area / 230, 0, .75), (tones[2], area / 300, -.3, .6)):
        d = ''
        for _ in range(int(m)):
            t = r.random() ** 1.1
            half = w * .47 * math.sin(math.pi * (.2 + .8 * (1 - t))) ** .7 * (1 - t * .7) + 1
            u = min(1, max(-1, r.gauss(side, .5)))
            l = r.uniform(9, 22) * big
            d += s.leaf(x + u * half, y - h * .03 - t * h * .93, l * (1 - .4 * t), max(1.2, l * .13), -1.57 + u * .35 + r.uniform(-.12, .12))
        s.fill(d, tone, a)
    s.mirror(out, tones[0], .36)


def ginkgo(s, x, y, h, spread=.32, tones=GOLDEN, n=70, fallen=True):
    """A ginkgo in autumn: a straight trunk and a tall golden crown."""
    bark = '#5a4a38'
    trunk(s, [(x, y), (x + 4, y - h * .3), (x - 2, y - h * .6), (x + 2, y - h * .86)], h * .058, h * .012, bark)
    for k in range(6):
        t, side = .3 + .075 * k, (-1) ** k
        s.stroke([(x, y - h * t), (x + side * h * spread * .3, y - h * (t + .08)), (x + side * h * spread * .55 * (1.2 - t), y - h * (t + .17))], h * .014, h * .004, bark)
    for k in range(13):
        t = k / 12
        wide = spread * math.sin(math.pi * (.18 + .78 * (1 - t) ** .85)) ** .8
        side = (-1) ** k * s.r.uniform(.25, .6) * (1 - .75 * t ** 2)
        clump(s, x + side * h * wide, y - h * lerp(.36, .93, t), h * (.075 + wide * .3), h * .085, tones, n, 9, wash=.5)
    if fallen:
        d = ''
        for _ in range(46):
            d += s.leaf(x + s.r.gauss(0, h * spread * .6), y - s.r.uniform(-1, 6), s.r.uniform(4, 8), 2, s.r.uniform(0, 6.28))
        s.fill(d, tones[1], .9)
    s.mirror([(x - h * .03, y), (x - h * .02, y - h * .4), (x + h * .02, y - h * .4), (x + h * .03, y)], bark, .3)
    s.mirror([(x + h * q, y - h * w) for q, w in ((-spread * .6, .34), (-spread, .5), (-spread * .8, .75), (-.06, .99), (.06, .99), (spread * .8, .75), (spread, .5), (spread * .6, .34))], tones[1], .42)


def bare(s, x, y, h, colour='#4a4138', angle=-1.57, depth=5, width=None, bend=.0):
    """A bare tree; returns the ends of the twigs."""
    ends, thin = [], {}

    def grow(x, y, h, angle, depth, width):
        l = h * (.36 if depth == 5 else .34)
        mid = (x + math.cos(angle) * l * .5 + s.r.uniform(-.06, .06) * l, y + math.sin(angle) * l * .5 + s.r.uniform(-.04, .04) * l)
        end = (x + math.cos(angle) * l, y + math.sin(angle) * l)
        if width > 4.5:
            s.stroke([(x, y), mid, end], width, width * .66, colour, 1, .1, 3)
        else:
            key = max(1, round(width * .8 * 2) / 2)
            thin[key] = thin.get(key, '') + f'M{pt(x, y)}Q{pt(*mid)} {pt(*end)}'
        if depth == 0 or l < 9:
            ends.append(end)
            return
        for k in range(2 if s.r.random() < .6 else 3):
            turn = s.r.uniform(.22, .62) * (-1) ** k * (1 if k < 2 else .2)
            grow(*end, h * s.r.uniform(.68, .86), angle + turn + (-1.57 - angle) * .06 + bend, depth - 1, width * .62)

    grow(x, y, h, angle, depth, width or h * .06)
    for w, d in thin.items():
        s.line(d, colour, w)
    return ends


def mulberry(s, x, y, h, tones=YOUNG):
    """A pollarded mulberry: a short knotted trunk and upright shoots with broad leaves."""
    bark = '#5a4c3c'
    trunk(s, [(x, y), (x - 6, y - h * .15), (x + 4, y - h * .3)], h * .09, h * .1, bark)
    knots = [(x + h * u, y - h * v) for u, v in ((-.14, .38), (.02, .42), (.17, .37))]
    for q in knots:
        s.stroke([(x + 2, y - h * .28), ((x + q[0]) / 2, y - h * .34), q], h * .055, h * .05, bark)
        s.fill(smooth(s.blob(q[0], q[1], h * .045, h * .035, 8, .2), True), bark)
    for q in knots:
        for k in range(5):
            a = -1.57 + (k - 2) * .22 + (q[0] - x) / h * 1.3 + s.r.uniform(-.08, .08)
            l = h * s.r.uniform(.38, .6)
            e = (q[0] + math.cos(a) * l, q[1] + math.sin(a) * l)
            s.line(f'M{pt(*q)}Q{pt((q[0] + e[0]) / 2 + 4, (q[1] + e[1]) / 2)} {pt(*e)}', bark, 2.2)
            for t in tones:
                d = ''
                for _ in range(13):
                    f = s.r.uniform(.2, 1.02)
                    d += s.leaf(lerp(q[0], e[0], f), lerp(q[1], e[1], f), s.r.uniform(8, 14), s.r.uniform(2.4, 4), s.r.uniform(-.2, 3.3))
                s.fill(d, t, .85)
    s.mirror([(x - h * .05, y), (x - h * .4, y - h * .7), (x - .1 * h, y - h), (x + h * .2, y - h), (x + h * .42, y - h * .7), (x + h * .05, y)], tones[0], .3)


def reeds(s, x0, x1, y, h, n=40, plumes=.3, tones=('#4d5a3f', '#6d7a50', '#8d9463'), spread_y=20, plume='#b9a78a'):
    """Reeds: tapering blades, and plumes that lean with the wind."""
    blades, stems, heads = {t: '' for t in tones}, '', ''
    for _ in range(n):
        x, yy = s.r.uniform(x0, x1), y + s.r.uniform(-.3, 1) * spread_y
        hh, b = h * s.r.uniform(.5, 1), s.r.uniform(-.18, .34) * h
        w, t = s.r.uniform(2.5, 5.5), s.r.choice(tones)
        blades[t] += f'M{pt(x - w / 2, yy)}Q{pt(x + b * .15, yy - hh * .6)} {pt(x + b, yy - hh)}Q{pt(x + b * .15 + w, yy - hh * .55)} {pt(x + w / 2, yy)}z'
        if s.r.random() < plumes:
            b, hh = abs(b) * .7 + 6, hh * 1.12
            px, py = x + b, yy - hh
            stems += f'M{pt(x, yy)}Q{pt(x + b * .2, yy - hh * .6)} {pt(px, py)}'
            for _ in range(9):
                f = s.r.uniform(0, 1)
                heads += s.leaf(px - b * .3 * f, py + hh * .22 * f - 4, s.r.uniform(9, 17) * (.6 + f * .5), 2, s.r.uniform(-.2, 1.3))
    for t in tones:
        s.fill(blades[t], t, .88)
    s.line(stems, tones[1], 1.6, .9)
    s.fill(heads, plume, .75)


def puff(s, x, y, r):
    """A small round tree from above, as path data."""
    return poly([(round(a), round(c)) for a, c in s.blob(x, y, r, r * .9, 8, .16)])


def lotus(s, x, y, n, wide, tones=('#5f7a63', '#7f9879', '#a9b89a')):
    """Lotus leaves lying on the water."""
    for _ in range(n):
        px, py = x + s.r.uniform(-1, 1) * wide, y + s.r.uniform(-16, 22)
        r = s.r.uniform(16, 36)
        s.fill(smooth(s.blob(px, py, r, r * .3, 10, .07), True), s.r.choice(tones), .9)
        s.line(f'M{pt(px, py)}l{pt(r * .7, -r * .12)}M{pt(px, py)}l{pt(-r * .6, r * .12)}M{pt(px, py)}l{pt(r * .1, r * .22)}M{pt(px, py)}l{pt(-r * .2, -r * .22)}', tones[0], 1, .6)


# -- birds ----------------------------------------------------------------------------------------------------------
def egret(s, x, y, k=1.0, flip=False, feeding=False):
    """A white egret standing in shallow water."""
    f = -k if flip else k
    P = lambda *q: [(x + a * f, y + b * k) for a, b in q]
    s.line(poly(P((-2, 0), (-1, -34)), False) + poly(P((6, 0), (4, -18), (5, -34)), False), '#4a453a', 1.8 * k, .95)
    s.fill(smooth(P((-34, -30), (-14, -50), (8, -54), (16, -44), (6, -32), (-12, -29)), True), s.lin(0, y - 54 * k, 0, y - 28 * k, (0, '#fffdf6'), (1, '#d5d6cc')))
    neck = P((10, -48), (20, -62), (8, -76), (12, -92), (20, -96)) if not feeding else P((10, -48), (24, -58), (34, -46), (36, -30), (40, -20))
    s.stroke(neck, 8 * k, 4.5 * k, '#fbf8ee', 1, .04)
    hx, hy = neck[-1]
    s.fill(smooth([(hx - 4 * f, hy - 4 * k), (hx + 5 * f, hy - 4 * k), (hx + 8 * f, hy), (hx, hy + 4 * k), (hx - 5 * f, hy + 2 * k)], True), '#fbf8ee')
    tip = (hx + 26 * f, hy + 3 * k) if not feeding else (hx + 16 * f, hy + 18 * k)
    s.fill(poly([(hx + 5 * f, hy - 2 * k), tip, (hx + 5 * f, hy + 2.5 * k)]), '#3d382d')
    s.line(poly(P((-30, -31), (-8, -40), (8, -40)), False), '#b5b8ac', 1.3 * k, .8)
    s.fill(s.lens(x - 16 * k, y + 1, 34 * k, 3 * k), '#3f4f4d', .3)


def flying(s, x, y, k=1.0, flip=False, lift=1.0):
    """An egret in flight."""
    f = -k if flip else k
    P = lambda *q: [(x + a * f, y + b * k) for a, b in q]
    s.line(poly(P((-22, 3), (-44, 8)), False), '#4a453a', 1.4 * k, .9)
    s.fill(smooth(P((-4, 0), (-16, -26 * lift), (-42, -44 * lift), (-24, -16 * lift), (-14, 2)), True), '#e3e2d6')
    s.fill(smooth(P((-28, 4), (-6, -5), (16, -4), (10, 4), (-10, 7)), True), '#fdfaf0')
    s.fill(smooth(P((10, -2), (6, -28 * lift), (-14, -52 * lift), (-4, -22 * lift), (-6, 0)), True), s.lin(0, y - 50 * k, 0, y, (0, '#d8d9ce'), (.5, '#fffdf6')))
    s.stroke(P((12, 0), (20, -5), (23, 1), (28, -1)), 5 * k, 4 * k, '#fdfaf0', 1, .03)
    s.fill(poly(P((29, -3), (42, 1), (29, 2))), '#3d382d')
