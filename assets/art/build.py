"""What people build: roofs, walls, houses, gates, pagoda, pavilion, corridor. Light from the upper left."""
import math
from brush import HOR, lerp, mix, num, poly, pt, smooth

WALL, SHADE, TILE, WOOD, STONE = '#faf6ea', '#d9d2bf', '#3d4142', '#5d4634', '#a8a292'


# -- roofs ----------------------------------------------------------------------------------------------------------
def roof(s, x0, x1, eave, top, inset=.06, shift=0, up=9, pitch=9, ridge=True, mirror=True, a=1.0, rise=5):
    """A tiled roof seen from its eaves: sagging slope, tile rows, scalloped eave, upturned corners and ridge ends."""
    w = x1 - x0
    r0, r1 = x0 + w * inset + shift, x1 - w * inset + shift
    def eav(t): return lerp(x0, x1, t), eave - up * abs(2 * t - 1) ** 5
    def rid(t): return lerp(r0, r1, t), top - rise * abs(2 * t - 1) ** 4
    def on(t, v):                                        # a point on the slope, v from ridge to eave
        (ax, ay), (bx, by) = rid(t), eav(t)
        return lerp(ax, bx, v ** 1.15), lerp(ay, by, v) + (by - ay) * .07 * math.sin(math.pi * v)
    n = max(4, int(w / pitch))
    out = [rid(i / 12) for i in range(13)] + [on(1, v / 5) for v in range(1, 5)] + [eav(1 - i / 16) for i in range(17)] + [on(0, 1 - v / 5) for v in range(1, 5)]
    s.fill(poly(out), s.lin(x0, top, lerp(x0, x1, .55), eave + 60, (0, '#6b6e69'), (.35, '#4c5050'), (1, '#34373a')), a)
    dark, light, cups = '', '', ''
    for i in range(n + 1):
        t = min(1, max(0, (i + s.r.uniform(-.12, .12)) / n))
        p, q, m = on(t, .02), on(t, .99), on(t, .5)
        dark += f'M{pt(*p)}Q{pt(2 * m[0] - (p[0] + q[0]) / 2, 2 * m[1] - (p[1] + q[1]) / 2)} {pt(*q)}'
        if i < n and s.r.random() < .8:
            t += .4 / n
            v0, v1 = s.r.uniform(0, .4), s.r.uniform(.55, 1)
            light += f'M{pt(*on(t, v0))}L{pt(*on(t, v1))}'
        if i < n:
            ex, ey = eav((i + .1) / n)
            e = w / n * .8
            cups += f'M{pt(ex, ey - 1)}c{pt(0, e * .62)} {pt(e, e * .62)} {pt(e, 0)}z'
    s.line(dark, '#1e2022', max(1.1, pitch * .16), .5 * a, cap=False)
    s.line(light, '#a9aaa0', max(1, pitch * .13), .3 * a, cap=False)
    s.fill(cups, '#2b2d2e', a)
    s.line(poly([eav(i / 16) for i in range(17)], False), '#8d8c82', 1.3, .55 * a, cap=False)
    for _ in range(max(1, int(w / 90))):                 # weather: pale lichen and damp
        t, v = s.r.random(), s.r.uniform(.2, .9)
        px, py = on(t, v)
        s.dab(px, py, s.r.uniform(10, 26), 5, s.r.choice(('#8a8b7c', '#1f2122', '#6f775c')), .2 * a)
    if ridge:
        rp = [rid(i / 10) for i in range(11)]
        k = max(4, (eave - top) * .1)
        rp = [(r0 - 4, rp[0][1] - rise * .7)] + rp + [(r1 + 4, rp[-1][1] - rise * .7)]
        band = [(x, y - k * .55) for x, y in rp] + [(x, y + k * .45) for x, y in rp[::-1]]
        s.fill(poly(band), '#2a2c2d', a)
        s.line(poly([(x, y - k * .5) for x, y in rp], False), '#8f8f86', 1.2, .6 * a, cap=False)
    if mirror:
        s.mirror(out, '#33373a', .62 * a)
    return out


def eaves_shadow(s, x0, x1, y, depth=20, a=.34):
    s.rect(x0, y, x1 - x0, depth, s.lin(0, y, 0, y + depth, (0, '#2b2a26', a), (1, '#2b2a26', 0)))


def damp(s, x, y, w, h):
    """Damp that rises from the foot of a wall: two washes with an uneven edge."""
    n = max(5, int(w / 11))
    for k, a in ((.15, .16), (.09, .3)):
        foot = [(lerp(x, x + w, i / n), y - h * k * s.r.uniform(.55, 1)) for i in range(n + 1)]
        s.fill(poly(foot + [(x + w, y), (x, y)]), s.lin(0, y - h * k, 0, y, (0, '#83836f', a * .25), (1, '#666a5a', a)))


def wall(s, x, y, w, h, tone=WALL, weather=1.0, mirror=True, shade=.5):
    """A whitewashed wall up from y: light from the left, damp at the foot, rain streaks under the eaves."""
    box = [(x, y), (x, y - h), (x + w, y - h), (x + w, y)]
    s.fill(poly(s.hand(box, .9)), s.lin(x, 0, x + w, 0, (0, tone), (.55, mix(tone, SHADE, shade * .25)), (1, mix(tone, SHADE, shade))))
    if weather:
        for _ in range(max(1, int(w * weather / 70))):   # rain streaks
            sx, l = s.r.uniform(x + 6, x + w - 6), s.r.uniform(.2, .55) * h
            b = s.r.uniform(2, 5)
            s.fill(poly([(sx - b, y - h), (sx + b, y - h), (sx + s.r.uniform(-1, 1), y - h + l)]), '#7d7a6c', .1)
        damp(s, x, y, w, h)
        if s.r.random() < .3 * weather and w > 90:       # a patch where the plaster has come off
            px, py = x + w * s.r.uniform(.15, .8), y - h * s.r.uniform(.16, .3)
            s.fill(smooth(s.blob(px, py, s.r.uniform(6, 12), s.r.uniform(4, 7), 9, .25), True), '#a9a090', .35)
            s.line(''.join(f'M{pt(px - 8 + 3 * (k % 2), py - 5 + 4 * k)}h{num(s.r.uniform(6, 12))}' for k in range(3)), '#77705f', 1, .5, cap=False)
        s.dry(x + 4, y - h * .5, x + w - 4, y - h * .5, h * .7, '#a9a18c', .22, 9, 1.2)
    edge = s.hand(box, 1.1, 30, False)                   # a thin ink contour, not quite on the edge
    s.line(poly(edge, False), '#4f4a3f', 1.1, .36)
    if mirror:
        s.mirror(box, '#f7f2e6', .85)


def stones(s, x0, x1, y0, y1, row=9, a=.35, colour='#5d594e'):
    """Courses of cut stone."""
    d, y, odd = '', y0, 0
    while y < y1 - 3:
        d += f'M{pt(x0, y + s.r.uniform(-.6, .6))}H{num(x1)}'
        x = x0 + s.r.uniform(4, 26)
        while x < x1:
            d += f'M{pt(x, y)}v{num(min(row, y1 - y))}'
            x += s.r.uniform(18, 40)
        y += row
    s.line(d, colour, 1, a, cap=False)


def window(s, x, y, w, h, lit=None, lattice='grid', hood=False, frame=WOOD):
    """A lattice window whose top left corner is x, y."""
    s.fill(poly(s.hand([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], .6)), frame)
    m = w * .08
    if lit:
        s.rect(x + m, y + m, w - 2 * m, h - 2 * m, s.lin(0, y, 0, y + h, (0, '#f6dc9c'), (1, '#e9b969')))
    else:
        s.rect(x + m, y + m, w - 2 * m, h - 2 * m, '#2f2a25')
        s.fill(poly([(x + m, y + h - m), (x + w - m, y + h * .3), (x + w - m, y + h - m)]), '#5a5044', .55)
    d = ''
    if lattice == 'grid':
        for k in (1, 2):
            d += f'M{pt(x + m, y + h * k / 3)}h{num(w - 2 * m)}'
        for k in range(1, max(2, int(w / 11))):
            d += f'M{pt(x + w * k / max(2, int(w / 11)), y + m)}v{num(h - 2 * m)}'
    else:                                                # a running square in the middle
        d = f'M{pt(x + w * .3, y + m)}v{num(h - 2 * m)}M{pt(x + w * .7, y + m)}v{num(h - 2 * m)}M{pt(x + m, y + h * .3)}h{num(w - 2 * m)}M{pt(x + m, y + h * .7)}h{num(w - 2 * m)}'
    s.line(d, mix(frame, '#c9ae86', .45) if not lit else '#6d4c2c', max(1.2, w * .045), .9, cap=False)
    s.line(f'M{pt(x - 2, y + h + 1.5)}h{num(w + 4)}', '#8f8775', 3, 1, cap=False)
    s.line(f'M{pt(x, y + h + 4)}h{num(w)}', '#5d574a', 1.5, .3, cap=False)
    if hood:
        s.fill(poly([(x - 7, y - 2), (x + w + 7, y - 2), (x + w + 3, y - 9), (x - 3, y - 9)]), '#3a3d3e')
        s.rect(x - 3, y - 2, w + 6, 5, '#2b2a26', .18)


def door(s, cx, y, w, h, colour='#5b3a2b'):
    """A double wooden door with a stone frame and sill."""
    x = cx - w / 2
    s.fill(poly([(x - 7, y), (x - 7, y - h - 8), (x + w + 7, y - h - 8), (x + w + 7, y)]), '#b5ae9c')
    s.line(f'M{pt(x - 7, y - h - 8)}h{num(w + 14)}', '#ddd6c4', 1.5, .9)
    s.rect(x, y - h, w, h, s.lin(x, y - h, x + w, y, (0, mix(colour, '#c79c74', .22)), (1, mix(colour, '#1c120d', .35))))
    d = f'M{pt(cx, y - h)}V{num(y)}'
    for k in range(1, 4):
        d += f'M{pt(x + w * k / 8, y - h)}V{num(y)}M{pt(cx + w * k / 8, y - h)}V{num(y)}'
    s.line(d, '#22140e', 1, .4, cap=False)
    s.line(f'M{pt(cx, y - h)}V{num(y)}', '#1c120d', 2, .8, cap=False)
    s.rect(x, y - h, w, 8, s.lin(0, y - h, 0, y - h + 8, (0, '#1c120d', .5), (1, '#1c120d', 0)))
    for dx in (-5, 5):
        s.put(f'<circle cx="{num(cx + dx)}" cy="{num(y - h * .45)}" r="2" fill="#a9813a"/>')
    s.rect(x - 10, y - 4, w + 20, 5, '#938c7b')
    s.mirror([(x, y), (x, y - h), (x + w, y - h), (x + w, y)], mix(colour, '#222222', .3), .4)


def house(s, x, w, h, y=HOR, rh=None, windows=2, doorway=None, storeys=1, lit=(), over=14, inset=.05, tone=WALL, up=9, depth=0, weather=1.0, shift=0, boards=False):
    """A white-walled, black-tiled house from its eaves. depth > 0 shows the shaded gable end on the right."""
    rh = rh or h * .34
    t = y - h
    if depth:
        d, lift = depth, depth * .22
        gable = [(x + w, y), (x + w, t), (x + w + d * .5, t - rh * .9), (x + w + d, t - lift), (x + w + d, y - lift)]
        s.fill(poly(s.hand(gable, .8)), s.lin(x + w, 0, x + w + d, 0, (0, mix(tone, '#a9a59a', .8)), (1, mix(tone, '#b5b1a4', .75))))
        lo = [(x + w, y - h * .12)] + [(x + w + d * q, y - lift * q - h * s.r.uniform(.08, .16)) for q in (.25, .5, .75)] + [(x + w + d, y - lift - h * .1)]
        s.fill(smooth(lo) + f'L{pt(x + w + d, y - lift)} {pt(x + w, y)}z', '#5f6254', .18)
        if d > 60:
            s.fill(poly([(x + w + d * .38, t + 4), (x + w + d * .38, t + 34), (x + w + d * .62, t + 28), (x + w + d * .62, t - 2)]), '#4a4238')
            s.line(f'M{pt(x + w + d * .5, t + 1)}v30M{pt(x + w + d * .38, t + 18)}L{pt(x + w + d * .62, t + 12)}', '#8d7a66', 1.6, .9)
        s.fill(poly([(x + w + 2, t - 2), (x + w + d * .5, t - rh * .84), (x + w + d + 5, t - lift), (x + w + d + 5, t - lift + 8), (x + w + d * .5, t - rh * .84 + 12), (x + w + 2, t + 10)]), '#55513f', .35)
        s.stroke([(x + w + d * .5 - 3, t - rh * .95), (x + w + d * .76, t - rh * .52 - lift * .5), (x + w + d + 8, t - lift - 1)], 8, 6, '#2f3233', 1, .05)
        s.mirror(gable[:2] + [(x + w + d, t - lift), (x + w + d, y)], '#b9b5a6', .5)
        shift = d * .5
    wall(s, x, y, w, h, tone, weather)
    if storeys == 2:
        mid = y - h * .52
        if boards:                                       # a boarded upper storey
            s.rect(x, t, w, mid - t, s.lin(x, 0, x + w, 0, (0, '#8a6d50'), (1, '#5d4634')))
            s.line(''.join(f'M{pt(x + w * k / int(w / 9), t)}V{num(mid)}' for k in range(1, int(w / 9))), '#35271c', 1, .5, cap=False)
        n = windows
        for k in range(n):
            ww, hh = min(34, w / n * .42), h * .22
            cx = x + w * (k + .5) / n
            window(s, cx - ww / 2, t + h * .14, ww, hh, lit=('u', k) in lit)
        roof(s, x - 5, x + w + 5, mid + 9, mid - 9, .02, 0, 2, 9, ridge=False, mirror=False, rise=0)
        eaves_shadow(s, x, x + w, mid + 11, 12, .28)
        lower, lh = mid + 22, h * .22
    else:
        lower, lh = t + h * .3, min(52, h * .34)
    n = max(1, windows)
    for k in range(windows):
        cx, ww = x + w * (k + .5) / n, min(36, w / n * .4)
        if doorway == k:
            door(s, cx, y, min(50, w / n * .62), (h * .4 if storeys == 2 else h * .58))
        else:
            window(s, cx - ww / 2, lower, ww, lh, lit=('l', k) in lit, hood=storeys == 1 and s.r.random() < .3)
    eaves_shadow(s, x, x + w, t, 24)
    roof(s, x - over, x + w + over, t + 8, t - rh, inset, shift, up)


def gable_house(s, x, w, h, y=HOR, steps=3, tone=WALL, windows=1, mirror=True, doorway=False):
    """A house from its end: stepped fire wall (马头墙) with tiled copings."""
    t = y - h
    rise = h * .12
    pts, caps = [(x, y)], []
    half = w / 2
    for k in range(steps):
        x0, x1, yy = x + half * k / steps * .8, x + half * (k + 1) / steps * .8, t - rise * k
        pts += [(x0, yy), (x1, yy)]
        caps.append((x0, x1, yy))
    x0, x1 = x + half * .8, x + w - half * .8
    pts += [(x0, t - rise * steps), (x1, t - rise * steps)]
    caps.append((x0, x1, t - rise * steps))
    for k in reversed(range(steps)):
        x0, x1, yy = x + w - half * (k + 1) / steps * .8, x + w - half * k / steps * .8, t - rise * k
        pts += [(x0, yy), (x1, yy)]
        caps.append((x0, x1, yy))
    pts.append((x + w, y))
    s.fill(poly(s.hand(pts, .8)), s.lin(x, 0, x + w, 0, (0, tone), (.6, mix(tone, SHADE, .25)), (1, mix(tone, SHADE, .6))))
    damp(s, x, y, w, h)
    s.line(poly(s.hand(pts, 1.0, 30, False), False), '#4f4a3f', 1.1, .32)
    s.dry(x + 4, y - h * .6, x + w - 4, y - h * .6, h * .7, '#a9a18c', .22, 9, 1.2)
    for i, (a, b, yy) in enumerate(caps):
        left, right = i < steps, i > steps
        la, rb = (8 if left or i == steps else 0), (8 if right or i == steps else 0)
        q = [(a - la, yy - 3 - (3 if la else 0)), (a + 4, yy - 9), (b - 4, yy - 9), (b + rb, yy - 3 - (3 if rb else 0)), (b + rb - 2, yy + 3), (a - la + 2, yy + 3)]
        s.fill(poly(q), '#3a3d3e')
        s.line(f'M{pt(a - la + 4, yy - 8)}H{num(b + rb - 4)}', '#92928a', 1.2, .5, cap=False)
        s.rect(a, yy + 3, b - a, 7, s.lin(0, yy + 3, 0, yy + 10, (0, '#2b2a26', .3), (1, '#2b2a26', 0)))
        if left:
            s.rect(b - 1, yy - rise, 2, rise, '#6a665a', .2)
    for k in range(windows):
        ww = min(30, w * .22)
        window(s, x + w * (k + .5) / windows - ww / 2, t + h * .22, ww, ww * 1.05, lattice='square')
    if doorway:
        door(s, x + w * .5, y, min(44, w * .32), h * .42)
    if mirror:
        s.mirror(pts, '#f4efe2', .82)
        for a, b, yy in caps:
            s.mirror([(a - 4, yy + 4), (a - 4, yy - 9), (b + 4, yy - 9), (b + 4, yy + 4)], '#33373a', .5)


def garden_wall(s, x0, x1, y, h, leak=0, tone=WALL, mirror=True, weather=.8):
    """A white garden wall with a tile coping and lattice openings."""
    wall(s, x0, y, x1 - x0, h, tone, weather, mirror, .35)
    for k in range(leak):
        cx, cy, r = lerp(x0, x1, (k + .5) / leak), y - h * .58, h * .17
        s.fill(poly(s.hand([(cx - r, cy - r), (cx + r, cy - r), (cx + r, cy + r), (cx - r, cy + r)], .6)), '#8f8b80')
        s.rect(cx - r + 3, cy - r + 3, 2 * r - 6, 2 * r - 6, '#56605a')
        d = ''
        for i in range(-2, 3):
            d += f'M{pt(cx - r + 3, cy + i * r * .42)}L{pt(cx + r - 3, cy - i * r * .42)}M{pt(cx + i * r * .42, cy - r + 3)}L{pt(cx - i * r * .42, cy + r - 3)}'
        s.line(d, '#e9e4d6', 2, .9, cap=False)
    eaves_shadow(s, x0, x1, y - h, 12, .28)
    roof(s, x0 - 5, x1 + 5, y - h + 4, y - h - 12, .005, 0, 2, 8, ridge=True, mirror=mirror, rise=2)


def gatehouse(s, cx, y, w, h, mirror=True):
    """A brick gate: two piers, a carved lintel without writing, a small roof with upturned corners, dark doors."""
    x, t = cx - w / 2, y - h
    wall(s, x, y, w, h, '#f3ecdb', .5, mirror)
    s.rect(x, y - h, w * .16, h, '#c9c1ae', .8)
    s.rect(x + w * .84, y - h, w * .16, h, '#aba392', .8)
    stones(s, x, x + w * .16, t + 6, y, 10, .3)
    stones(s, x + w * .84, x + w, t + 6, y, 10, .35)
    for k, c in ((.10, '#bdb5a2'), (.2, '#a79f8d')):     # two plain mouldings
        s.rect(x + w * .12, t + h * k, w * .76, h * .05, c)
        s.line(f'M{pt(x + w * .12, t + h * k)}h{num(w * .76)}', '#e9e2d0', 1.4, .8, cap=False)
    door(s, cx, y, w * .46, h * .62)
    eaves_shadow(s, x, x + w, t, 18, .4)
    roof(s, x - w * .16, x + w * 1.16, t + 8, t - h * .24, .16, 0, 18, 8, mirror=mirror, rise=12)
    s.rect(x - 12, y - 6, w + 24, 8, '#a49d8c')
    s.rect(x - 24, y - 2, w + 48, 6, '#8f8877')


# -- pagoda, pavilion, corridor ---------------------------------------------------------------------------------------
def pagoda(s, x, y, h, tiers=7, width=.2, a=1.0, mirror=True):
    """A pagoda of wood and brick: each storey a little lower and narrower, eaves turned up at the corners."""
    spire = h * .15
    body, w0 = h - spire, h * width
    # heights shrink upwards
    parts = [1 - .055 * k for k in range(tiers)]
    unit = body / sum(parts)
    yy = y
    s.fill(poly([(x - w0 * .72, y + 2), (x - w0 * .66, y - 12), (x + w0 * .66, y - 12), (x + w0 * .72, y + 2)]), s.lin(x - w0, 0, x + w0, 0, (0, '#c9c1ae'), (1, '#8d8777')), a)
    stones(s, x - w0 * .66, x + w0 * .66, y - 11, y, 6, .3 * a)
    yy -= 12
    outline_l, outline_r = [], []
    for k in range(tiers):
        hh = unit * parts[k] * (1 if k else .96)
        w = w0 * (1 - .5 * k / (tiers - 1))
        t = yy - hh
        # three facets of the octagon
        f = w * .29
        for x0, x1, c in ((x - w / 2, x - f, '#e4d6b8'), (x - f, x + f, '#f3e8cf'), (x + f, x + w / 2, '#b9a988')):
            s.rect(x0, t, x1 - x0 + .4, hh + .5, c, a)
        s.line(f'M{pt(x - f, t)}V{num(yy)}M{pt(x + f, t)}V{num(yy)}M{pt(x - w / 2 + 1, t)}V{num(yy)}M{pt(x + w / 2 - 1, t)}V{num(yy)}', '#7a4a36', 2.4, .75 * a, cap=False)
        dw, dh = f * .78, hh * .4
        by = yy - hh * .14
        s.fill(f'M{pt(x - dw / 2, by)}v{num(-dh * .6)}c{pt(0, -dh * .55)} {pt(dw, -dh * .55)} {pt(dw, 0)}v{num(dh * .6)}z', '#3b3129', .92 * a)
        for side in (-1, 1):
            xx = x + side * w * .395
            s.rect(xx - w * .045, by - dh * .78, w * .09, dh * .66, '#4c4034', (.75 if side < 0 else .9) * a)
        if k:                                            # balcony rail
            s.rect(x - w * .56, yy - hh * .17, w * 1.12, hh * .05, '#6e4a36', .95 * a)
            s.rect(x - w * .56, yy - hh * .02, w * 1.12, hh * .04, '#8d7a5c', a)
            n = 9
            s.line(''.join(f'M{pt(x - w * .54 + w * 1.08 * i / n, yy - hh * .16)}v{num(hh * .15)}' for i in range(n + 1)), '#6e4a36', 1.4, .8 * a, cap=False)
        s.rect(x - w / 2, t, w, hh * .3, s.lin(0, t, 0, t + hh * .3, (0, '#2b2a26', .5), (1, '#2b2a26', 0)), a)
        # eave
        e, up = w * .5 + w0 * .27, hh * .3
        rh = hh * .3
        lower = [(x + u * e, t + hh * .04 - up * abs(u) ** 3.2 - 2) for u in [i / 8 - 1 for i in range(17)]]
        neck = w * .5 * .9 if k < tiers - 1 else w * .16
        upper = [(x + neck, t - rh if k < tiers - 1 else t - rh * 1.7), (x - neck, t - rh if k < tiers - 1 else t - rh * 1.7)]
        d = poly(lower, False) + f'C{pt(x + e * .86, t - up * .62)} {pt(x + neck + w * .12, t - rh * .5)} {pt(*upper[0])}L{pt(*upper[1])}C{pt(x - neck - w * .12, t - rh * .5)} {pt(x - e * .86, t - up * .62)} {pt(*lower[0])}z'
        s.fill(d, s.lin(x - e, t - rh, x + e * .7, t + 6, (0, '#6a6d68'), (.45, '#474a4a'), (1, '#2f3233')), a)
        n = max(6, int(w / 7))
        s.line(''.join(f'M{pt(x + neck * .95 * u, upper[0][1] + 2)}Q{pt(x + (neck + e * .3) * u * .9, t - rh * .42)} {pt(x + e * u * .95, t + hh * .03 - up * abs(u) ** 3.2 - 3)}' for u in [2 * i / n - 1 for i in range(n + 1)]), '#1e2022', 1.1, .45 * a, cap=False)
        s.line(poly(lower, False), '#23201c', 2.6, .9 * a)
        s.line(poly([(q[0], q[1] - 2.2) for q in lower], False), '#a3a298', 1, .45 * a)
        for u in (-1, 1):                                # wind bells
            s.line(f'M{pt(x + u * e * .97, lower[0][1] + 3)}v{num(hh * .07)}', '#6b5a34', 2, .8 * a)
        outline_l += [(x - w / 2, yy), (x - w / 2, t), (x - e, t - up * .6)]
        outline_r += [(x + w / 2, yy), (x + w / 2, t), (x + e, t - up * .6)]
        yy = t - rh * .12
        last = upper[0][1]
    top = y - h
    s.fill(poly([(x - 4.5, last + 3), (x - 2, top + spire * .3), (x, top), (x + 2, top + spire * .3), (x + 4.5, last + 3)]), '#3d3a33', a)
    for k in range(5):
        yk = lerp(last - 4, top + spire * .28, k / 4)
        s.fill(s.lens(x - 9 + k * 1.3, yk, 18 - k * 2.6, 7), '#4a463c', a)
    if mirror:
        s.mirror(outline_l + outline_r[::-1], '#8f856c', .46 * a)


def posts_roof(s, x0, x1, y, floor, top, bays, rail=True, lattice=True, roofh=52, up=16, inset=.07, colour='#6b4630', back=None, mirror=True, pitch=9, over=20):
    """An open roofed walk: posts, lattice under the eaves, a bench rail; `back` draws what is behind."""
    h = floor - top
    if back:
        back()
    s.rect(x0 - 12, floor, x1 - x0 + 24, y - floor + 2, s.lin(0, floor, 0, y, (0, '#bfb8a6'), (1, '#857f71')))
    stones(s, x0 - 12, x1 + 12, floor + 1, y, 9, .35)
    s.rect(x0 - 16, floor - 3, x1 - x0 + 32, 5, '#d3ccba')
    n = bays
    xs = [lerp(x0, x1, k / n) for k in range(n + 1)]
    bw = (x1 - x0) / n
    s.rect(x0, top, x1 - x0, 7, mix(colour, '#2a1a10', .3))
    if lattice:                                          # hanging lattice (挂落)
        hh, d = h * .12, ''
        for xa in xs[:-1]:
            d += f'M{pt(xa, top + 7 + hh)}h{num(bw)}'
            m = max(4, int(bw / 12))
            for k in range(1, m):
                drop = hh if (k in (1, m - 1) or k % 2) else hh * .55
                d += f'M{pt(xa + bw * k / m, top + 7)}v{num(drop)}'
            d += f'M{pt(xa, top + 7 + hh * .5)}h{num(bw)}'
        s.line(d, colour, 1.8, .9, cap=False)
    if rail:                                             # bench with a leaning back (美人靠)
        rh, d = h * .24, ''
        for xa in xs[:-1]:
            m = max(5, int(bw / 9))
            for k in range(m + 1):
                d += f'M{pt(xa + bw * k / m, floor - rh)}q{pt(-3, rh * .4)} {pt(0, rh * .68)}'
        s.line(d, colour, 1.7, .9, cap=False)
        s.rect(x0, floor - rh - 2, x1 - x0, 4, mix(colour, '#c79c74', .2))
        s.rect(x0 - 2, floor - rh * .34, x1 - x0 + 4, 5, mix(colour, '#c79c74', .12))
        s.line(''.join(f'M{pt(xa + bw * q, floor - rh * .3)}V{num(floor)}' for xa in xs[:-1] for q in (.25, .5, .75)), colour, 2.4, .8, cap=False)
    for xa in xs:
        s.rect(xa - 4.5, top, 9, floor - top, s.lin(xa - 4.5, 0, xa + 4.5, 0, (0, mix(colour, '#d0a37c', .4)), (.5, colour), (1, mix(colour, '#20120a', .5))))
        s.rect(xa - 7, floor - 6, 14, 6, '#b5ae9c')
    s.rect(x0, top, x1 - x0, 16, s.lin(0, top, 0, top + 16, (0, '#201a14', .45), (1, '#201a14', 0)))
    out = roof(s, x0 - over, x1 + over, top + 4, top - roofh, inset, 0, up, pitch, mirror=mirror, rise=8)
    if mirror:
        for xa in xs:
            s.mirror([(xa - 5, y), (xa - 5, top), (xa + 5, top), (xa + 5, y)], '#4b3526', .4)
        s.mirror([(x0 - 12, y), (x0 - 12, floor - h * .2), (x1 + 12, floor - h * .2), (x1 + 12, y)], '#6b6558', .4)
    return out


def pavilion(s, cx, y, w, h, floor=None, table=True, mirror=True):
    """An open pavilion with a steep, strongly upturned roof, a table with an open scroll inside."""
    floor = floor or y - 26
    top = floor - h * .46
    x0, x1 = cx - w / 2, cx + w / 2
    colour = '#6b4630'
    def back():
        s.rect(x0, top, w, floor - top, s.lin(0, top, 0, floor, (0, '#5a5446', .22), (1, '#5a5446', .05)))
        s.line(f'M{pt(x0 + w * .2, top)}V{num(floor)}M{pt(x1 - w * .2, top)}V{num(floor)}', mix(colour, '#bdb19a', .4), 6, .8, cap=False)
        s.line(f'M{pt(x0 + w * .2, floor - h * .1)}H{num(x1 - w * .2)}', mix(colour, '#bdb19a', .4), 3, .8, cap=False)
        if table:
            tx, ty, tw = cx - w * .17, floor - h * .15, w * .34
            s.rect(tx + 6, ty, 6, floor - ty, '#4a3020')
            s.rect(tx + tw - 12, ty, 6, floor - ty, '#3d2618')
            s.rect(tx, ty - 5, tw, 8, s.lin(tx, 0, tx + tw, 0, (0, '#8a6244'), (1, '#553824')))
            s.fill(poly([(tx + tw * .14, ty - 6), (tx + tw * .22, ty - 13), (tx + tw * .78, ty - 13), (tx + tw * .86, ty - 6)]), '#f8f2e0')
            s.rect(tx + tw * .09, ty - 13, 8, 9, '#d9cdb0')
            s.rect(tx + tw * .84, ty - 13, 8, 9, '#c5b797')
    posts_roof(s, x0, x1, y, floor, top, 3, True, True, 0.1, 0, .0, colour, back, mirror)
    # the roof, over the plain eave: a tall sweeping hip with a knob
    e, rh = w * .66, h * .46
    low = [(cx + u * e, top + 8 - h * .115 * abs(u) ** 3.4) for u in [i / 12 - 1 for i in range(25)]]
    neck = w * .12
    d = poly(low, False) + f'C{pt(cx + e * .68, top - rh * .12)} {pt(cx + neck + w * .13, top - rh * .5)} {pt(cx + neck, top - rh)}L{pt(cx - neck, top - rh)}C{pt(cx - neck - w * .13, top - rh * .5)} {pt(cx - e * .68, top - rh * .12)} {pt(*low[0])}z'
    s.fill(d, s.lin(cx - e, top - rh, cx + e * .5, top + 30, (0, '#74776f'), (.42, '#4c5050'), (1, '#2f3233')))
    n = int(w / 9)
    for colour2, wd, a, off in (('#1e2022', 1.4, .5, 0), ('#b1b1a6', 1.1, .28, .5)):
        s.line(''.join(f'M{pt(cx + neck * u, top - rh + 2)}C{pt(cx + (neck + w * .13) * u, top - rh * .5)} {pt(cx + e * .68 * u, top - rh * .12)} {pt(cx + e * u, top + 6 - h * .115 * abs(u) ** 3.4)}'
                       for u in [(2 * (i + off) / n - 1) * .97 for i in range(n + (0 if off else 1))]), colour2, wd, a, cap=False)
    for side in (-1, 1):                                 # hip ridges that end in a flourish
        q = [(cx + side * neck, top - rh), (cx + side * (neck + w * .15), top - rh * .42), (cx + side * e * .72, top - rh * .1), (cx + side * e, low[0][1]), (cx + side * (e + 9), low[0][1] - 13)]
        s.stroke(q, 7, 4, '#2a2c2d', 1, .04)
    s.line(poly(low, False), '#23201c', 3.4, .95)
    s.line(poly([(q[0], q[1] - 3) for q in low], False), '#a3a298', 1.2, .45)
    s.rect(cx - neck - 5, top - rh - 6, 2 * neck + 10, 9, '#2a2c2d')
    s.line(f'M{pt(cx - neck - 5, top - rh - 6)}h{num(2 * neck + 10)}', '#93938a', 1.3, .6)
    s.fill(smooth([(cx - 7, top - rh - 6), (cx - 9, top - rh - 18), (cx, top - rh - 34), (cx + 9, top - rh - 18), (cx + 7, top - rh - 6)], True), '#3a3935')
    if mirror:
        s.mirror(low + [(cx + neck, top - rh), (cx - neck, top - rh)], '#33373a', .6)
