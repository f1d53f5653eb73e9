"""Stone and wood by the water: bridges, stele, great halls, boats, landings, haystacks. Light from the upper left."""
import math
from brush import curve, lerp, mix, num, poly, pt, smooth
from build import STONE


# -- bridges --------------------------------------------------------------------------------------------------------
def arch_bridge(s, cx, y, span, rise, mirror=True, tone=STONE, rails=True, a=1.0, steps=True, wide=1.75):
    """A stone bridge with one round arch; the arch and its reflection close into a circle."""
    w = span * wide
    r = span / 2
    top = [(cx - w / 2, y - 14), (cx - w * .34, y - rise * .5), (cx - w * .16, y - rise * .95), (cx, y - rise * 1.08), (cx + w * .16, y - rise * .95), (cx + w * .34, y - rise * .5), (cx + w / 2, y - 14)]
    deck = curve(top, 8)
    arch = [(cx - r * math.cos(math.pi * i / 30), y + 2 - r * .97 * math.sin(math.pi * i / 30)) for i in range(31)]
    body = deck + [(cx + w / 2 + 3, y + 3)] + arch[::-1] + [(cx - w / 2 - 3, y + 3)]
    s.fill(poly(body), s.lin(cx - w / 2, y - rise, cx + w / 2, y, (0, mix(tone, '#e9e2cf', .5)), (.5, tone), (1, mix(tone, '#565349', .5))), a)
    # courses of stone follow the level of the water
    d, yy, i = '', y - 8, 0
    def span_at(level):
        xs = sorted(lerp(x0, x1, (level - y0) / (y1 - y0)) for (x0, y0), (x1, y1) in zip(body, body[1:] + body[:1]) if (y0 <= level) != (y1 <= level))
        return list(zip(xs[::2], xs[1::2]))
    while yy > y - rise * 1.05:
        for xa, xb in span_at(yy):
            if xb - xa < 12:
                continue
            d += f'M{pt(xa + 3, yy)}H{num(xb - 3)}'
            x = xa + s.r.uniform(8, 26)
            while x < xb - 6:
                if s.r.random() < .7 and (y - r * 1.12 > yy or abs(x - cx) > r * 1.05):
                    d += f'M{pt(x, yy)}v7'
                x += s.r.uniform(24, 50)
        yy -= 12
    s.line(d, '#55524a', 1, .28 * a, cap=False)
    for _ in range(int(w / 45)):                         # stains and lichen
        level = y - s.r.uniform(16, rise * .85)
        for xa, xb in [s.r.choice(span_at(level) or [(0, 0)])]:
            q = min((xb - xa) * .4, s.r.uniform(10, 26))
            s.dab(lerp(xa + q, xb - q, s.r.random()), level, q, min(q, 12), s.r.choice(('#5d5b50', '#7d8466', '#e6dfcc')), .24 * a)
    # ring of voussoirs, and the shade within
    ring = [(cx - r * 1.09 * math.cos(math.pi * i / 30), y + 2 - r * 1.06 * math.sin(math.pi * i / 30)) for i in range(31)]
    s.fill(poly(ring + arch[::-1]), mix(tone, '#efe8d6', .35), .75 * a)
    s.line(''.join(f'M{pt(*arch[i])}L{pt(*ring[i])}' for i in range(0, 31, 2)), '#5d594e', 1.1, .45 * a, cap=False)
    inner = [(q[0] + (cx - q[0]) * .0 - r * .09 * (1 if q[0] > cx else .35), q[1] + 3) for q in arch]
    s.fill(poly(arch + inner[::-1]), '#4a4a42', .55 * a)
    s.line(poly(arch, False), '#4a473e', 2.4, .75 * a)
    # deck edge and rails
    s.line(poly([(q[0], q[1] + 4) for q in deck], False), '#55524a', 2, .4 * a)
    s.stroke(deck[::4] + [deck[-1]], 6, 6, mix(tone, '#e9e2cf', .45), a, .08, 4)
    if rails:
        hgt = max(13, rise * .11)
        rail = [(q[0], q[1] - hgt) for q in deck]
        m = max(8, int(w / 34))
        posts = [deck[round(i * (len(deck) - 1) / m)] for i in range(m + 1)]
        s.fill(poly([(q[0], q[1] - hgt * .84) for q in deck] + [(q[0], q[1] - 3) for q in deck[::-1]]), mix(tone, '#7d796b', .4), .55 * a)
        s.line(poly([(q[0], q[1] - hgt * .9) for q in deck], False), mix(tone, '#f1ead8', .3), 4, .95 * a)
        for px, py in posts:
            s.rect(px - 3.2, py - hgt - 7, 6.4, hgt + 7, '#8d8778', a)
            s.rect(px - 3.2, py - hgt - 7, 3, hgt + 7, '#cbc4b1', a)
            s.fill(s.lens(px - 4.2, py - hgt - 7, 8.4, 7), '#b3ac9b', a)
    d = ''
    for _ in range(int(18 * (rise / 150))):              # creeper over the arch
        px, py = s.r.choice(deck[8:-8])
        for k in range(s.r.randint(2, 7)):
            d += s.leaf(px + s.r.uniform(-7, 7), py + 4 + k * 5, s.r.uniform(5, 10), 2.2, s.r.uniform(.8, 2.4))
    s.fill(d, '#6f7d55', .8 * a)
    if mirror:
        s.mirror(body, '#67645a', .5 * a)


def long_bridge(s, x0, x1, y, spans=(.7, .85, 1, .85, .7), rise=90, mirror=True, tone=STONE, a=1.0, pier=.2):
    """A long low bridge of several arches, highest in the middle."""
    total = sum(spans) + pier * (len(spans) + 1) + 1.1
    unit = (x1 - x0) / total
    cx = (x0 + x1) / 2
    deck = curve([(x0, y - 12), (lerp(x0, x1, .16), y - rise * .46), (lerp(x0, x1, .34), y - rise * .86), (cx, y - rise), (lerp(x0, x1, .66), y - rise * .86), (lerp(x0, x1, .84), y - rise * .46), (x1, y - 12)], 8)
    arches, x = [], x0 + unit * (.55 + pier)
    for q in spans:
        r = q * unit / 2
        arches.append((x + r, r))
        x += 2 * r + unit * pier
    line = []
    for ax, r in arches[::-1]:
        line += [(ax + r * math.cos(math.pi * i / 20), y + 2 - min(r, rise * .82) * math.sin(math.pi * i / 20)) for i in range(21)]
    body = deck + [(x1 + 3, y + 3)] + line + [(x0 - 3, y + 3)]
    s.fill(poly(body), s.lin(x0, y - rise, x1, y, (0, mix(tone, '#ece5d3', .55)), (.5, tone), (1, mix(tone, '#565349', .45))), a)
    for k in range(1, 5):
        s.line(poly([(q[0], min(y, q[1] + rise * .12 * k)) for q in deck[4:-4]], False), '#55524a', 1, .16 * a, cap=False)
    for ax, r in arches:
        v = min(r, rise * .82)
        arc = [(ax - r * math.cos(math.pi * i / 20), y + 2 - v * math.sin(math.pi * i / 20)) for i in range(21)]
        ring = [(ax - r * 1.12 * math.cos(math.pi * i / 20), y + 2 - v * 1.12 * math.sin(math.pi * i / 20)) for i in range(21)]
        s.fill(poly(ring + arc[::-1]), mix(tone, '#f1ead8', .4), .8 * a)
        s.line(''.join(f'M{pt(*arc[i])}L{pt(*ring[i])}' for i in range(0, 21, 2)), '#5d594e', 1, .4 * a, cap=False)
        inner = [(q[0] - r * (.16 if q[0] > ax else .04), q[1] + 2) for q in arc]
        s.fill(poly(arc + inner[::-1]), '#4a4a42', .5 * a)
        s.line(poly(arc, False), '#4a473e', 2, .7 * a)
    for (ax, ar), (bx, br) in zip(arches, arches[1:]):   # cutwaters
        px = (ax + ar + bx - br) / 2
        s.fill(poly([(px - 8, y + 4), (px - 6, y - rise * .3), (px, y - rise * .36), (px + 6, y - rise * .3), (px + 8, y + 4)]), s.lin(px - 8, 0, px + 8, 0, (0, '#c9c2af'), (1, '#7d786b')), a)
    hgt = 15
    s.fill(poly([(q[0], q[1] - hgt) for q in deck] + [(q[0], q[1] - 2) for q in deck[::-1]]), mix(tone, '#6d695d', .35), .5 * a)
    s.line(poly([(q[0], q[1] - hgt) for q in deck], False), mix(tone, '#f1ead8', .35), 3.6, .95 * a)
    s.line(poly([(q[0], q[1]) for q in deck], False), mix(tone, '#f1ead8', .4), 4, .9 * a)
    m = int((x1 - x0) / 30)
    d = ''.join(f'M{pt(q[0], q[1] - hgt - 5)}v{hgt + 5}' for q in [deck[round(i * (len(deck) - 1) / m)] for i in range(m + 1)])
    s.line(d, '#8a8475', 4.4, .95 * a, cap=False)
    s.line(d, '#d3ccb9', 1.4, .8 * a, cap=False)
    if mirror:
        s.mirror(body, '#67645a', .48 * a)


# -- stone, halls, small things ---------------------------------------------------------------------------------------
def stele(s, cx, y, h, w, steps=4, mirror=True):
    """A plain tall stone on a base and steps; no writing, no emblem."""
    base = y
    for k in range(steps):
        ww, hh = w * (4.6 - .5 * k), 9
        s.rect(cx - ww / 2, base - hh, ww, hh, s.lin(cx - ww / 2, 0, cx + ww / 2, 0, (0, '#d3cdbd'), (.6, '#b3ad9e'), (1, '#8b8679')))
        s.line(f'M{pt(cx - ww / 2, base - hh)}h{num(ww)}', '#ece6d6', 1.6, .9, cap=False)
        base -= hh
    for ww, hh, c in ((w * 2.1, h * .05, '#b9b3a4'), (w * 1.7, h * .07, '#c6c0b1'), (w * 1.9, h * .02, '#a8a294')):
        s.rect(cx - ww / 2, base - hh, ww, hh, s.lin(cx - ww / 2, 0, cx + ww / 2, 0, (0, mix(c, '#f6f1e4', .5)), (1, mix(c, '#5a564b', .4))))
        s.line(f'M{pt(cx - ww / 2, base - hh)}h{num(ww)}', '#f1ebdc', 1.4, .8, cap=False)
        base -= hh
    t = y - h
    f = w * .2
    front = [(cx - w / 2, base), (cx - w * .43, t + w * .3), (cx + w * .43 - f, t + w * .3), (cx + w / 2 - f, base)]
    side = [(cx + w / 2 - f, base), (cx + w * .43 - f, t + w * .3), (cx + w * .43, t + w * .34), (cx + w / 2, base)]
    cap = [(cx - w * .43, t + w * .3), (cx - w * .06, t), (cx + w * .43 - f, t + w * .3)]
    cap2 = [(cx - w * .06, t), (cx + w * .43, t + w * .34), (cx + w * .43 - f, t + w * .3)]
    s.fill(poly(s.hand(front, .7, 60)), s.lin(cx - w / 2, t, cx + w / 2, base, (0, '#faf6ec'), (.6, '#e6e0d1'), (1, '#cfc8b8')))
    s.fill(poly(side), s.lin(0, t, 0, base, (0, '#b3ad9e'), (1, '#918b7d')))
    s.fill(poly(cap), '#efe9db')
    s.fill(poly(cap2), '#a8a293')
    for _ in range(9):                                   # the grain of the stone
        x, yy = s.r.uniform(cx - w * .28, cx + w * .12), s.r.uniform(t + w * .9, base - 40)
        s.dab(x, yy, s.r.uniform(4, 9), s.r.uniform(14, 44), s.r.choice(('#8f897b', '#fffdf6', '#a9a394')), .16)
    s.line(f'M{pt(cx - w * .46, base - h * .3)}H{num(cx + w * .47 - f)}M{pt(cx - w * .445, base - h * .58)}H{num(cx + w * .45 - f)}', '#8f897b', 1, .35, cap=False)
    if mirror:
        s.mirror([(cx - w * 2.2, y), (cx - w * 1.6, y - 36), (cx + w * 1.6, y - 36), (cx + w * 2.2, y)], '#a39d8e', .45)
        s.mirror([(cx - w * .95, y - 36), (cx - w * .85, base), (cx - w / 2, base), (cx - w * .43, t + w * .3), (cx, t), (cx + w * .43, t + w * .3), (cx + w / 2, base), (cx + w * .85, base), (cx + w * .95, y - 36)], '#e6e0d1', .55)


def shell(s, x0, x1, y, h, peak=.42, tone='#f3f3ec', shade='#aab6b9', ribs=12, a=1.0, mirror=True, glass=.3, lit=0.0):
    """One leaf of the great halls: a long low shell roof on a glazed wall."""
    w = x1 - x0
    def top(t):                                          # unsymmetrical curve
        return h * math.sin(math.pi * t ** (math.log(.5) / math.log(peak))) ** .85
    crest = [(lerp(x0, x1, i / 40), y - h * glass * .3 - top(i / 40) * (1 - glass * .3)) for i in range(41)]
    eave = [(lerp(x0, x1, 1 - i / 20), y - h * glass * (.34 + .62 * math.sin(math.pi * (i / 20)))) for i in range(21)]
    # glazed wall below
    gl = [(x0 + w * .03, y)] + [(p[0], p[1] - 1) for p in eave[::-1][1:-1]] + [(x1 - w * .03, y)]
    cold, warm = ('#8fa3a8', '#6d838a'), ('#f3d79b', '#c99a55')
    s.fill(poly(gl), s.lin(0, y - h * glass, 0, y, (0, mix(cold[0], warm[0], lit)), (1, mix(cold[1], warm[1], lit))), a)
    n = int(w / 16)
    s.line(''.join(f'M{pt(lerp(x0 + w * .04, x1 - w * .04, i / n), y)}v{num(-h * glass * (.3 + .55 * math.sin(math.pi * i / n)))}' for i in range(n + 1)), '#eef0ea', 1.1, (.5 if not lit else .3) * a, cap=False)
    s.line(f'M{pt(x0 + w * .06, y - h * glass * .3)}H{num(x1 - w * .06)}', '#eef0ea', 1, .4 * a, cap=False)
    s.fill(poly(crest + eave), s.lin(x0, y - h, x1, y, (0, '#fffefa' if not lit else tone), (.4, tone), (1, shade)), a)
    d, e = '', ''
    for k in range(1, ribs):                             # standing seams follow the curve from crest to eave
        t = k / ribs
        p, q = crest[round(t * 40)], eave[20 - round(t * 20)]
        d += f'M{pt(*p)}Q{pt(lerp(p[0], q[0], .5) - w * .012, lerp(p[1], q[1], .5))} {pt(*q)}'
    s.line(d, mix(shade, '#6d7f85', .4), 1.3, .5 * a, cap=False)
    for v in (.34, .66):                                 # and long sweeping folds
        e += smooth([(lerp(crest[2 * i][0], eave[20 - i][0], v), lerp(crest[2 * i][1], eave[20 - i][1], v)) for i in range(1, 20, 2)])
    s.line(e, '#ffffff', 1.6, .5 * a)
    s.line(poly(crest, False), '#fffef9', 2.4, .9 * a)
    s.line(poly(eave, False), '#5d6d72', 2, .6 * a)
    if mirror:
        s.mirror(crest + [(x1, y), (x0, y)], mix('#e6e9e4', '#8fa0a3', .3) if not lit else '#8d8a7a', .75 * a)
        if lit:
            s.mirror(gl, '#f0cf8f', .8)


def haystack(s, x, y, w, h):
    """A round stack of straw around a pole."""
    out = [(x - w / 2, y), (x - w * .52, y - h * .3), (x - w * .42, y - h * .62), (x - w * .12, y - h * .95), (x, y - h), (x + w * .12, y - h * .94), (x + w * .42, y - h * .6), (x + w * .52, y - h * .28), (x + w / 2, y)]
    s.line(f'M{pt(x, y - h * .9)}v{num(-h * .16)}', '#5d4a34', 3)
    s.fill(smooth(s.hand(out, 2, 26)) + 'z', s.lin(x - w / 2, 0, x + w / 2, 0, (0, '#dcbf7c'), (.5, '#c5a25c'), (1, '#8f7140')))
    for tone, n, a in (('#8a6b38', 70, .5), ('#f0dba6', 60, .6), ('#6d5229', 26, .4)):
        d = ''
        for _ in range(n):
            t, u = s.r.random(), s.r.uniform(-1, 1)
            half = w * .5 * (1 - t ** 1.8 * .92)
            d += f'M{pt(x + u * half, y - t * h * .95)}l{pt(u * 7 + s.r.uniform(-3, 3), s.r.uniform(9, 20))}'
        s.line(d, tone, 1.3, a, cap=False)
    s.fill(s.lens(x - w * .55, y, w * 1.2, 8), '#5d5238', .35)
    s.mirror(out, '#a98c52', .42)


def landing(s, x0, x1, y, posts=4, drop=14):
    """A plank landing on posts over the water."""
    d = ''
    for k in range(posts):
        x = lerp(x0 + 8, x1 - 8, k / (posts - 1))
        s.rect(x - 4, y - 26, 8, drop + 34, s.lin(x - 4, 0, x + 4, 0, (0, '#8f775a'), (1, '#4a3a2a')))
        s.fill(s.lens(x - 12, y + drop + 8, 24, 4), '#33403e', .35)
        s.fill(s.lens(x - 5, y + drop + 18, 10, 5) + s.lens(x - 7, y + drop + 28, 12, 4), '#4a3f33', .3)
    s.fill(poly(s.hand([(x0, y - 10), (x1, y - 10), (x1, y - 1), (x0, y - 1)], .8)), s.lin(x0, 0, x1, 0, (0, '#b39a78'), (1, '#7d654a')))
    s.fill(poly([(x0, y - 1), (x1, y - 1), (x1 - 2, y + 5), (x0 + 2, y + 5)]), '#4f3f2f')
    x = x0 + 10
    while x < x1 - 4:
        d += f'M{pt(x, y - 10)}v9'
        x += s.r.uniform(10, 16)
    s.line(d, '#4a3a2a', 1.2, .6, cap=False)
    s.line(f'M{pt(x0, y - 10)}H{num(x1)}', '#dcc7a6', 1.6, .8)
    s.fill(s.lens(x0 - 6, y + 24, x1 - x0 + 12, 10), '#2f3d3b', .22)


def boat(s, x, y, k=1.0, cover=True, flip=False, oar=True, tone='#3f352b', rope=None):
    """A small boat of the water country, with a mat cover (乌篷船)."""
    f = -k if flip else k
    P = lambda *q: [(x + a * f, y + b * k) for a, b in q]
    # shade on the water and broken reflection
    s.fill(s.lens(x - 92 * k, y + 19 * k, 184 * k, 15 * k), '#24312f', .34)
    s.fill(''.join(s.lens(x + s.r.uniform(-82, -60) * k, y + (28 + 7 * i) * k, s.r.uniform(110, 150) * k * (1 - i * .14), (6 - i) * k) for i in range(4)), '#2f3d3b', .26)
    hull = P((-100, -16), (-60, -2), (0, 3), (60, -2), (104, -20), (96, -4), (74, 13), (40, 21), (-40, 21), (-72, 14), (-92, 0))
    if cover:
        s.fill(smooth(P((-46, 2), (-43, -26), (-22, -42), (20, -42), (42, -26), (45, 2)), False) + 'z', s.lin(x - 46 * k, y - 42 * k, x + 46 * k, y, (0, '#8a7a5c'), (.45, '#5d513e'), (1, '#3a3227')))
        d = ''
        for i in range(1, 6):
            u = -44 + 15 * i
            d += poly(P((u, 1), (u + .5, -24 - 14 * math.sin(math.pi * i / 6)), (u + 2, -30 - 11 * math.sin(math.pi * i / 6))), False)
        s.line(d, '#2a241b', 1.4 * k, .6, cap=False)
        s.line(''.join(poly(P((-44 + 4 * i, -10 - 7 * i), (44 - 4 * i, -10 - 7 * i)), False) for i in range(4)), '#b5a480', 1 * k, .35, cap=False)
        s.fill(smooth(P((42, 1), (40, -24), (30, -36), (33, -18), (34, 1))) + 'z', '#1e1a15', .6)
    s.fill(smooth(hull[:5]) + smooth(hull[4:], start='L') + 'z', s.lin(0, y - 16 * k, 0, y + 22 * k, (0, mix(tone, '#a08a6a', .45)), (.4, tone), (1, '#1d1915')))
    s.line(smooth(P((-98, -14), (-60, 1), (0, 6), (60, 1), (102, -18))), '#c9b48e', 1.6 * k, .7)
    s.line(smooth(P((-84, 4), (-40, 13), (40, 13), (84, 3))), '#1d1915', 1.2 * k, .6)
    if oar:
        s.line(poly(P((64, -8), (128, 24)), False), '#6b553c', 3.2 * k)
        s.fill(poly(P((112, 14), (140, 27), (136, 32), (110, 19))), '#5a4733')
    if rope:
        rx, ry = rope
        hx, hy = P((-98, -14))[0]
        s.line(f'M{pt(hx, hy)}Q{pt((hx + rx) / 2, max(hy, ry) + 16)} {pt(rx, ry)}', '#6b5c44', 1.6, .9)


def post(s, x, y, h=40):
    s.rect(x - 4, y - h, 8, h + 4, s.lin(x - 4, 0, x + 4, 0, (0, '#9a8365'), (1, '#4a3a2a')))
    s.fill(s.lens(x - 10, y + 5, 20, 4), '#33403e', .4)
