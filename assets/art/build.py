"""What people build: houses, walls, gates, pagoda, bridges, corridor, pavilion, stele, halls, boats. Light from the upper left."""
import math
from brush import HOR, INK, curve, lerp, mix, poly, pt, smooth

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
    s.line(f'M{pt(x + w, y - h)}V{num(y)}', '#6f6a5c', 1, .35, cap=False)
    if mirror:
        s.mirror(box, '#f7f2e6', .85)


def num(v):
    return f'{v:.1f}'.rstrip('0').rstrip('.')


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
        s.rect(x + m, y + m, w - 2 * m, h - 2 * m, s.lin(x, y, x + w, y + h, (0, '#2d2823'), (1, '#4a4238')))
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
                if y - r * 1.12 > yy or abs(x - cx) > r * 1.05:
                    d += f'M{pt(x, yy)}v7'
                x += s.r.uniform(20, 42)
        yy -= 11
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
            s.rect(px - 3.2, py - hgt - 7, 6.4, hgt + 7, s.lin(px - 3.2, 0, px + 3.2, 0, (0, '#d3ccb9'), (1, '#7d786a')), a)
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
