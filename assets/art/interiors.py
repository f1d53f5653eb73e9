"""The story pictures seen from inside: a table, a moon gate, a suitcase, the corridor, a window with books."""
import math
from brush import HOR, RED, Sheet, lerp, mix, poly, pt, smooth
import build as b
import things
import nature as n

WOODS = ('#8a6244', '#6b4630', '#4a3020')


def plank(s, pts, light=.0, grain=10):
    """A wooden surface with grain along its first edge; pts clockwise from the upper left."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = pts
    s.fill(poly(pts), s.lin(ax, ay, cx, cy, (0, mix('#a87b56', '#f3dcb5', light)), (.5, mix('#8a6244', '#d9b88c', light * .7)), (1, '#5a3c28')))
    for colour, a in (('#3d2618', .22), ('#e3c49b', .2)):
        d = ''
        for _ in range(grain):
            v, u0 = s.r.random(), s.r.uniform(0, .6)
            u1 = min(1, u0 + s.r.uniform(.2, .5))
            P = lambda u: (lerp(lerp(ax, dx, v), lerp(bx, cx, v), u), lerp(lerp(ay, dy, v), lerp(by, cy, v), u))
            m = P((u0 + u1) / 2)
            d += f'M{pt(*P(u0))}Q{pt(m[0], m[1] + s.r.uniform(-4, 4))} {pt(*P(u1))}'
        s.line(d, colour, 1.4, a, cap=False)


def room(s, x0, y0, x1, y1, tone='#e9e0cc'):
    """A plastered inner wall around an opening, with light from the left."""
    s.layer = 'main'
    d = f'M0,0H{s.w}V{s.h}H0zM{x0},{y0}V{y1}H{x1}V{y0}z'
    s.fill(d, s.lin(0, 0, s.w, s.h, (0, mix(tone, '#fffaf0', .3)), (.5, tone), (1, mix(tone, '#8f8570', .45))), 1, True)
    for _ in range(5):
        x = s.r.uniform(-40, x0 - 60) if s.r.random() < .5 else s.r.uniform(x1 + 60, s.w + 40)
        s.dab(x, s.r.uniform(60, 640), s.r.uniform(90, 200), s.r.uniform(120, 260), s.r.choice(('#c9bd9f', '#fffaf0')), .16)


def frame(s, x0, y0, x1, y1, w=22):
    """A wooden frame around an opening."""
    for q, c0, c1, v in (([(x0 - w, y0 - w), (x1 + w, y0 - w), (x1, y0), (x0, y0)], '#6b4630', '#4a3020', 0), ([(x0 - w, y0 - w), (x0, y0), (x0, y1), (x0 - w, y1 + w)], '#54371f', '#6b4630', 1),
                         ([(x1 + w, y0 - w), (x1 + w, y1 + w), (x1, y1), (x1, y0)], '#9a7350', '#5a3c28', 1), ([(x0 - w, y1 + w), (x0, y1), (x1, y1), (x1 + w, y1 + w)], '#b08860', '#7a5438', 0)):
        a = (q[0][0], q[0][1], q[2][0], q[2][1])
        s.fill(poly(s.hand(q, .6, 90)), s.lin(*a, (0, c0), (1, c1)))
    s.line(f'M{pt(x0, y0)}H{x1}V{y1}H{x0}z', '#2f1e12', 2, .6, cap=False)
    s.rect(x0, y0, x1 - x0, 26, s.lin(0, y0, 0, y0 + 26, (0, '#2f2418', .4), (1, '#2f2418', 0)))
    s.rect(x0, y0, 20, y1 - y0, s.lin(x0, 0, x0 + 20, 0, (0, '#2f2418', .3), (1, '#2f2418', 0)))


def lattice(s, x0, y0, x1, y1, w=6):
    """A lattice leaf in the manner of the water country (步步锦): bars that step inwards around an open field."""
    d = f'M{x0},{y0}H{x1}V{y1}H{x0}z'
    W, H = x1 - x0, y1 - y0
    a, c = W * .2, W * .2
    ix0, ix1, iy0, iy1 = x0 + a, x1 - a, y0 + c, y1 - c
    d += f'M{ix0:.0f},{y0}V{y1}M{ix1:.0f},{y0}V{y1}M{x0},{iy0:.0f}H{x1}M{x0},{iy1:.0f}H{x1}'
    m = max(2, round((iy1 - iy0) / (W * .5)))
    for k in range(m):
        ya, yb = lerp(iy0, iy1, k / m), lerp(iy0, iy1, (k + 1) / m)
        ym = (ya + yb) / 2
        d += f'M{x0},{ym:.0f}H{ix0:.0f}M{ix1:.0f},{ym:.0f}H{x1}'
        if k:
            d += f'M{ix0:.0f},{ya:.0f}H{ix1:.0f}'
        qx, qy = W * .13, (yb - ya) * .24
        d += f'M{ix0 + qx:.0f},{ya + qy:.0f}H{ix1 - qx:.0f}V{yb - qy:.0f}H{ix0 + qx:.0f}z'
        d += f'M{ix0:.0f},{ym:.0f}h{qx:.0f}M{ix1:.0f},{ym:.0f}h{-qx:.0f}M{(x0 + x1) / 2:.0f},{ya:.0f}v{qy:.0f}M{(x0 + x1) / 2:.0f},{yb:.0f}v{-qy:.0f}'
    d += f'M{(x0 + x1) / 2:.0f},{y0}V{iy0:.0f}M{(x0 + x1) / 2:.0f},{iy1:.0f}V{y1}'
    s.line(d, '#54371f', w, 1, cap=False)
    s.line(d, '#a87b56', w * .26, .6, cap=False)


def hanging(s, x0, x1, y, h, w=5):
    """A hanging lattice under a lintel (挂落): it steps down at both ends."""
    n_ = round((x1 - x0) / 46)
    step = (x1 - x0) / n_
    d = f'M{x0},{y + h * .42:.0f}H{x1}'
    for k in range(1, n_):
        d += f'M{x0 + k * step:.0f},{y}v{h * (.42 if 2 < k < n_ - 2 else 1):.0f}'
    for x, sgn in ((x0, 1), (x1, -1)):
        d += f'M{x},{y + h:.0f}h{sgn * step * 2:.0f}M{x},{y + h * .72:.0f}h{sgn * step * 2:.0f}M{x},{y + h * 1.7:.0f}h{sgn * step:.0f}v{-h * .7:.0f}M{x},{y + h * 1.34:.0f}h{sgn * step:.0f}'
    for k in range(n_ // 2):
        xx = x0 + (2 * k + .5) * step
        d += f'M{xx:.0f},{y + h * .14:.0f}h{step:.0f}v{h * .16:.0f}h{-step:.0f}z'
    s.line(d, '#54371f', w, 1, cap=False)
    s.line(d, '#a87b56', w * .26, .6, cap=False)


def outside(s, mood, box, sun=None, hor=HOR - 110):
    """A view of water for a window: the shared horizon is raised, because one looks over a sill."""
    m = n.MOODS[mood]
    x0, y0, x1, y1 = box
    n.sky(s, mood, (.42, .3), sun, 2, hor + 4, x0, y0, x1)
    n.hills(s, mood, base=hor + 2, height=110)
    n.mist(s, hor - 120, 90, .6, m['mist'], n=2)
    n.hills(s, mood, True, base=hor + 2, height=66)
    n.mist(s, hor - 74, 78, .85, m['mist'], n=2)
    n.water(s, mood, hor, x0, x1, y1)


def introduction_1():
    """A hand-scroll lies open on a table before a window on the water."""
    s = Sheet(81)
    outside(s, 'morning', (220, 90, 1380, 690), (1010, 230, 46))
    n.far_trees(s, 240, 700, 9, 552, 46, '#7d8b82', .5)
    n.far_trees(s, 1000, 1400, 8, 552, 36, '#7d8b82', .4)
    n.ripples(s, 40, 230, 1370, 560, 690, 'water')
    s.layer = 'far'
    s.layer = 'water'
    things.boat(s, 900, 606, .6, oar=True)
    room(s, 220, 90, 1380, 690)
    frame(s, 220, 90, 1380, 690)
    lattice(s, 232, 102, 440, 678)
    lattice(s, 1160, 102, 1368, 678)
    for x in (452, 1148):                                # posts beside the open middle
        s.rect(x - 9, 90, 18, 600, s.lin(x - 9, 0, x + 9, 0, (0, '#8a6244'), (.5, '#5f3f27'), (1, '#3d2618')))
    hanging(s, 461, 1139, 90, 62)
    # table
    plank(s, [(60, 752), (1540, 752), (1680, 1010), (-80, 1010)], .25, 46)
    s.fill(poly([(60, 752), (1540, 752), (1538, 745), (62, 745)]), '#c79c74')
    s.rect(0, 700, 1600, 46, s.lin(0, 700, 0, 746, (0, '#4a3c28', .0), (1, '#4a3c28', .25)))
    s.layer = 'near'
    # scroll: a long sheet between two rollers
    s.fill(poly([(330, 925), (1330, 925), (1345, 948), (318, 948)]), '#2f1e12', .35)
    sheet = [(360, 790), (1250, 790), (1310, 924), (320, 924)]
    s.fill(poly(s.hand(sheet, .8, 80)), s.lin(320, 790, 1300, 924, (0, '#fffaf0'), (.6, '#f3ead6'), (1, '#dccfb2')))
    s.fill(poly([(372, 797), (1239, 797), (1287, 915), (343, 915)]), '#e6dcc4', .8)
    s.fill(poly([(392, 804), (1222, 804), (1262, 908), (368, 908)]), '#faf5e8')
    # the painting on it: hills and water in a few washes
    for k, (a, base, hh) in enumerate(((.28, 862, 40), (.36, 872, 26))):
        pts = []
        for i in range(26):
            t = i / 25
            pts.append((lerp(430, 1200, t), base - hh * max(0, math.sin(t * 9.4 + k * 2.1)) ** 1.3 * (.6 + .4 * math.sin(t * 4)) - 4))
        s.fill(smooth(pts) + f'L1200,{base + 6} 430,{base + 6}z', s.lin(0, base - hh, 0, base + 6, (0, '#56676b', a + .1), (1, '#56676b', .02)))
    s.dab(800, 874, 330, 7, '#b3c3bf', .6)
    s.line('M520,888h90M700,893h130M960,889h110', '#7f9391', 1.5, .5)
    s.fill(smooth([(770, 884), (800, 888), (832, 883), (822, 889), (782, 890)], True), '#3f352b', .85)
    s.fill(smooth([(788, 885), (790, 878), (808, 878), (811, 885)]) + 'z', '#5d513e', .85)
    for x, dx in ((340, -1), (1280, 1)):                 # rollers with the rest of the scroll
        q = [(x + dx * 20 - 26, 778), (x + dx * 20 + 26, 778), (x + dx * 52 + 30, 938), (x + dx * 52 - 30, 938)]
        s.fill(poly(q), s.lin(q[3][0], 0, q[2][0], 0, (0, '#c9b48e'), (.3, '#f8f0dc'), (.7, '#d9c7a2'), (1, '#8f7a58')))
        s.line(f'M{pt(q[0][0] + 14, 780)}L{pt(q[3][0] + 16, 936)}M{pt(q[1][0] - 10, 780)}L{pt(q[2][0] - 12, 936)}', '#a98f66', 1.3, .6, cap=False)
        s.fill(poly([(q[0][0] + 8, 778), (q[1][0] - 8, 778), (q[1][0] - 9, 764), (q[0][0] + 9, 764)]), '#4a3020')
        s.fill(poly([(q[3][0] + 9, 938), (q[2][0] - 9, 938), (q[2][0] - 10, 954), (q[3][0] + 10, 954)]), '#3d2618')
    s.line('M1352,950C1400,966 1420,940 1452,958C1480,972 1500,962 1512,950', RED, 4.4, .95)
    # brush on its rest, ink stone
    s.fill(s.lens(116, 852, 150, 22), '#2f1e12', .35)
    s.fill(poly([(112, 812), (232, 812), (252, 850), (98, 850)]), s.lin(100, 812, 250, 850, (0, '#5d5c58'), (1, '#2b2b2a')))
    s.fill(smooth([(140, 820), (205, 820), (216, 840), (132, 840)], True), '#191817')
    s.fill(s.lens(150, 826, 36, 5), '#8f928f', .6)
    s.line('M60,906L212,884', '#a9813a', 8)
    s.line('M60,904L212,882', '#e3c98f', 2, .8)
    s.fill(poly([(210, 879), (228, 877), (250, 879), (228, 887), (212, 889)]), '#2b2722')
    s.layer = 'light'
    s.fill(poly([(220, 700), (620, 700), (900, 1000), (380, 1000)]), s.lin(300, 700, 700, 1000, (0, '#fff3d3', .2), (1, '#fff3d3', .02)))
    s.rect(0, 860, 1600, 140, s.lin(0, 860, 0, 1000, (0, '#1d1409', 0), (1, '#1d1409', .3)))
    return s


def chen_yun_memorial_2():
    """A garden court with a well and a camphor tree, through a moon gate."""
    s = Sheet(82)
    n.sky(s, 'summer', (.42, .26), None, 1, 600, 420, 160, 1180)
    s.reflecting = False
    s.layer = 'far'
    n.far_trees(s, 300, 1300, 14, 560, 150, '#7d9184', .4)
    s.layer = 'water'                                    # the court: paving between walls
    s.rect(300, 590, 1000, 340, s.lin(0, 590, 0, 930, (0, '#d3cdb9'), (1, '#a39c88')))
    d, y, k = '', 600.0, 0
    while y < 930:
        h = 7 + (y - 590) * .1
        d += f'M300,{y:.0f}H1300'
        for q in range(-9, 10):
            x = 800 + (q + (.5 if k % 2 else 0)) * (46 + (y - 590) * .34)
            x2 = 800 + (q + (.5 if k % 2 else 0)) * (46 + (y + h - 590) * .34)
            d += f'M{pt(x, y)}L{pt(x2, y + h)}'
        y, k = y + h, k + 1
    s.line(d, '#77715f', 1.3, .42, cap=False)
    b.house(s, 380, 300, 150, 598, windows=3, rh=74, weather=.6)
    b.garden_wall(s, 660, 1260, 600, 128, leak=3)
    for x in (690, 770, 1130, 1200):
        n.clump(s, x, 596, 44, 26, n.GREEN, 56)
    # bamboo against the wall
    d, e = '', ''
    for x in (1010, 1030, 1056, 1076, 1098):
        h = s.r.uniform(200, 270)
        d += f'M{x},606q6,{-h / 2:.0f} {s.r.uniform(6, 16):.0f},{-h:.0f}'
        for _ in range(26):
            t = s.r.uniform(.35, 1)
            e += s.leaf(x + 12 * t + s.r.uniform(-16, 16), 606 - h * t, s.r.uniform(16, 28), 2.6, s.r.uniform(.3, 1.3) if s.r.random() < .6 else s.r.uniform(1.9, 2.8))
    s.line(d, '#6f7f4c', 5)
    s.line(d, '#a9b377', 1.6, .7)
    s.fill(e, '#5f7448', .9)
    n.tree(s, 560, 640, 480, .44, n.DARK, 12, 150, size=7)
    s.dab(620, 646, 220, 16, '#4f523f', .5)
    # the well: a ring of stone
    wx, wy = 880, 742
    s.dab(wx + 34, wy + 8, 130, 18, '#45412f', .55)
    s.fill(poly([(wx - 72, wy - 66), (wx + 72, wy - 66), (wx + 80, wy - 10), (wx + 60, wy + 8), (wx - 60, wy + 8), (wx - 80, wy - 10)]), s.lin(wx - 80, 0, wx + 80, 0, (0, '#d9d2bf'), (.45, '#b9b19e'), (1, '#77715f')))
    s.fill(smooth([(wx - 72, wy - 66), (wx, wy - 84), (wx + 72, wy - 66), (wx, wy - 48)], True), '#e3dccb')
    s.fill(smooth([(wx - 52, wy - 66), (wx, wy - 78), (wx + 52, wy - 66), (wx, wy - 55)], True), '#2f2f2a')
    s.line(f'M{wx - 40},{wy - 56}v56M{wx},{wy - 50}v58M{wx + 42},{wy - 56}v56', '#8f8877', 1.4, .6)
    for _ in range(8):
        s.dab(wx + s.r.uniform(-60, 60), wy - s.r.uniform(0, 40), s.r.uniform(8, 20), s.r.uniform(6, 14), s.r.choice(('#6f7d55', '#5d594c')), .4)
    s.layer = 'main'                                     # a wooden bucket beside it
    s.fill(poly([(1000, 712), (1052, 712), (1046, 760), (1006, 760)]), s.lin(1000, 0, 1052, 0, (0, '#b08860'), (1, '#5a3c28')))
    s.line('M1001,726H1050M1004,748H1047', '#3d2618', 3, .8, cap=False)
    s.fill(smooth([(1000, 712), (1026, 706), (1052, 712), (1026, 718)], True), '#3d2a1c')
    s.line('M1002,712C1006,676 1046,676 1050,712', '#5a3c28', 3)
    # the near wall with its round opening
    cx, cy, r = 800, 540, 372
    ring = [(cx + r * math.cos(k * math.pi / 40), cy + r * math.sin(k * math.pi / 40)) for k in range(80)]
    s.layer = 'near'
    s.fill('M0,0H1600V1000H0z' + poly(ring), s.lin(0, 0, 1600, 700, (0, '#fbf6e9'), (.5, '#efe7d5'), (1, '#cdc4af')), 1, True)
    for x, y, rx, ry, c in ((90, 760, 220, 170, '#8f917a'), (1540, 780, 240, 180, '#8f917a'), (200, 150, 260, 200, '#fffdf6'), (1480, 250, 180, 260, '#b9ae94'), (380, 840, 160, 70, '#8f917a')):
        s.dab(x, y, rx, ry, c, .28)
    for _ in range(12):                                  # thin cracks and rain marks of old plaster
        x, y = s.r.choice((s.r.uniform(20, 380), s.r.uniform(1220, 1580))), s.r.uniform(30, 500)
        s.line(f'M{x:.0f},{y:.0f}q{s.r.uniform(-6, 6):.0f},{s.r.uniform(30, 60):.0f} {s.r.uniform(-10, 10):.0f},{s.r.uniform(70, 160):.0f}', '#9a917a', s.r.choice((1, 1.4, 3)), .2)
    outer = [(cx + (r + 34) * math.cos(k * math.pi / 40), cy + (r + 34) * math.sin(k * math.pi / 40)) for k in range(80)]
    s.fill(poly(outer) + poly(ring), s.lin(cx - r, cy - r, cx + r, cy + r, (0, '#b5afa0'), (.5, '#8f8a7c'), (1, '#6d695c')), 1, True)
    s.line(''.join(f'M{pt(*ring[k])}L{pt(*outer[k])}' for k in range(0, 80, 2)), '#55524a', 1.6, .6, cap=False)
    s.line(poly(ring), '#3f3c33', 3, .8)
    s.line(poly(outer), '#e3dccb', 2, .8)
    inner = [(cx + 10 + (r - 6) * math.cos(k * math.pi / 40), cy + 12 + (r - 8) * math.sin(k * math.pi / 40)) for k in range(80)]
    s.fill(poly(ring) + poly(inner), '#2b2a26', .3, True)
    # floor in front, the threshold
    s.rect(0, 884, 1600, 116, s.lin(0, 884, 0, 1000, (0, '#b3ab98'), (1, '#6f6a5b')))
    s.rect(0, 872, 1600, 16, s.lin(0, 872, 0, 888, (0, '#c9c1ae'), (1, '#8f8877')))
    s.line('M0,930H1600M180,888L120,930M470,888L440,930M760,888L750,930M1050,888L1070,930M1340,888L1390,930M300,930L230,1000M700,930L680,1000M1080,930L1120,1000M1440,930L1530,1000', '#5d594c', 1.6, .5, cap=False)
    s.rect(560, 862, 480, 14, s.lin(560, 0, 1040, 0, (0, '#d9d2bf'), (1, '#a39c8b')))
    s.layer = 'light'
    s.rect(0, 760, 1600, 240, s.lin(0, 760, 0, 1000, (0, '#2b271d', 0), (1, '#2b271d', .32)))
    return s


def chen_yun_memorial_3():
    """Still life: a closed plain brown suitcase on a table by a window, a bare branch outside."""
    s = Sheet(83)
    n.sky(s, 'winter', (.4, .4), None, 1, 700, 240, 110, 980)
    n.hills(s, 'winter', base=690, height=110)
    n.mist(s, 560, 130, .85, '#efebe0', n=3)
    s.layer = 'far'
    n.far_trees(s, 250, 900, 10, 690, 60, '#7c8588', .45)
    s.layer = 'water'
    s.stroke([(160, 330), (300, 290), (430, 300), (560, 250), (720, 236)], 17, 7, '#4a4138')
    for x, y, h, a in ((300, 292, 170, -1.0), (430, 300, 190, -1.9), (540, 258, 150, -.5), (620, 240, 160, -1.35), (430, 300, 150, .75), (700, 238, 120, -.15), (580, 250, 120, .6)):
        n.bare(s, x, y, h, '#4a4138', a, 4, h * .045)
    room(s, 240, 110, 980, 690, '#dccfb4')
    frame(s, 240, 110, 980, 690)
    s.line('M610,110V690', '#4a3020', 16, 1, cap=False)
    s.line('M606,110V690', '#8a6244', 3, .8, cap=False)
    s.line('M240,300H980M240,500H980', '#54371f', 8, 1, cap=False)
    s.rect(216, 700, 800, 20, s.lin(0, 700, 0, 720, (0, '#b08860'), (1, '#6b4630')))
    # light that falls from the window across the wall and the table
    s.fill(poly([(1060, 190), (1330, 250), (1420, 690), (1130, 690)]), s.lin(1060, 190, 1400, 690, (0, '#fff4d8', .34), (1, '#fff4d8', .08)))
    s.line('M1190,220L1276,690M1085,330L1360,392M1106,500L1396,560', '#b9a888', 9, .3, cap=False)
    plank(s, [(40, 752), (1560, 752), (1700, 1010), (-100, 1010)], .2, 50)
    s.fill(poly([(40, 752), (1560, 752), (1556, 744), (44, 744)]), '#c79c74')
    s.layer = 'near'
    # the case
    x0, x1, t, y = 470, 1120, 500, 842
    s.dab(830, y + 8, 440, 34, '#24160c', .7)
    s.fill(poly([(x0 + 20, y + 4), (x1 + 120, y + 26), (x1 + 30, y - 6)]), '#24160c', .25)
    side = [(x1, y), (x1 + 66, y - 40), (x1 + 66, t + 8), (x1, t + 38)]
    topf = [(x0, t + 38), (x0 + 66, t + 6), (x1 + 66, t + 6), (x1, t + 38)]
    def soft(points, r=12):
        out = []
        m = len(points)
        for i in range(m):
            (ax, ay), (bx, by), (cx, cy) = points[i - 1], points[i], points[(i + 1) % m]
            la, lc = math.hypot(ax - bx, ay - by), math.hypot(cx - bx, cy - by)
            p, q = (bx + (ax - bx) * r / la, by + (ay - by) * r / la), (bx + (cx - bx) * r / lc, by + (cy - by) * r / lc)
            out.append((p, (bx, by), q))
        d = 'M' + pt(*out[0][0])
        for i, (p, c, q) in enumerate(out):
            d += ('L' + pt(*p) if i else '') + f'Q{pt(*c)} {pt(*q)}'
        return d + 'z'
    s.fill(soft(side, 10), s.lin(x1, 0, x1 + 66, 0, (0, '#6d4527'), (1, '#4a2d18')))
    s.fill(soft(topf, 8), s.lin(0, t + 6, 0, t + 38, (0, '#c29160'), (1, '#a8753f')))
    s.fill(soft([(x0, y), (x0, t + 36), (x1, t + 36), (x1, y)], 16), s.lin(x0, t, x1, y, (0, '#b07c4a'), (.45, '#96653a'), (1, '#6b4426')))
    s.line(f'M{x0 + 4},{t + 92}H{x1 - 2}L{x1 + 64},{t + 58}', '#4a2d18', 3.4, .8, cap=False)   # where the lid closes
    s.line(f'M{x0 + 4},{t + 96}H{x1 - 2}', '#cfa070', 1.4, .7, cap=False)
    for xx, yy in ((x0, t + 36), (x1, t + 36), (x0, y), (x1, y)):   # leather corners
        dx, dy = (1 if xx == x0 else -1), (1 if yy < 600 else -1)
        s.fill(f'M{xx},{yy + dy * 62}L{xx},{yy + dy * 14}Q{xx},{yy} {xx + dx * 14},{yy}L{xx + dx * 62},{yy}Q{xx + dx * 50},{yy + dy * 50} {xx},{yy + dy * 62}z', '#5a3820')
        s.line(f'M{xx + dx * 55},{yy + dy * 3}Q{xx + dx * 44},{yy + dy * 44} {xx + dx * 3},{yy + dy * 55}', '#c79a68', 1.3, .7)
    s.line(f'M{x0 + 14},{t + 50}H{x1 - 14}V{y - 14}H{x0 + 14}z', '#5a3820', 1.6, .45, cap=False)
    d = ''
    for k in range(52):
        d += f'M{x0 + 22 + k * 11.8:.0f},{y - 20}h6'
    s.line(d, '#d3a878', 1.3, .6, cap=False)
    for cx in (x0 + 150, x1 - 150):                      # two plain clasps
        s.rect(cx - 19, t + 70, 38, 46, s.lin(cx - 19, t + 70, cx + 19, t + 116, (0, '#d6c08a'), (1, '#7d6636')))
        s.rect(cx - 8, t + 84, 16, 20, '#6d5629')
        s.line(f'M{cx - 19},{t + 71}h38', '#f3e6bf', 2, .8, cap=False)
    hx = (x0 + x1) / 2                                   # handle
    for dx in (-84, 84):
        s.rect(hx + dx - 11, t + 62, 22, 40, '#6b4426')
        s.fill(s.lens(hx + dx - 8, t + 76, 16, 12), '#c9b071')
    s.line(f'M{hx - 84},{t + 76}C{hx - 84},{t + 142} {hx + 84},{t + 142} {hx + 84},{t + 76}', '#4a2d18', 17)
    s.line(f'M{hx - 84},{t + 72}C{hx - 84},{t + 136} {hx + 84},{t + 136} {hx + 84},{t + 72}', '#a06d3f', 5, .8)
    for _ in range(13):                                  # scuffs of long use
        s.dab(s.r.uniform(x0 + 40, x1 - 40), s.r.uniform(t + 130, y - 30), s.r.uniform(20, 70), s.r.uniform(8, 22), s.r.choice(('#4a2d18', '#d3a878', '#c08d5a')), .16)
    s.dry(x0 + 40, t + 200, x1 - 60, t + 230, 150, '#d9b488', .22, 16, 1.3)
    # a cup beside it
    s.dab(330, 872, 90, 12, '#24160c', .5)
    s.fill(smooth([(276, 800), (284, 850), (312, 868), (348, 868), (376, 850), (384, 800)]) + 'z', s.lin(276, 0, 384, 0, (0, '#fbf8ee'), (.5, '#e9e4d6'), (1, '#a9a596')))
    s.fill(smooth([(276, 800), (330, 789), (384, 800), (330, 811)], True), '#efeade')
    s.fill(smooth([(285, 800), (330, 792), (375, 800), (330, 808)], True), '#a9854f')
    s.line('M282,826Q330,838 378,826', '#7f9391', 2.4, .7)
    s.layer = 'light'
    s.rect(980, 0, 620, 745, s.lin(980, 0, 1600, 0, (0, '#2b2013', 0), (1, '#2b2013', .3)))
    s.rect(0, 840, 1600, 160, s.lin(0, 840, 0, 1000, (0, '#1d1409', 0), (1, '#1d1409', .34)))
    return s


def party_school_1():
    """Down a long covered corridor; light falls between its columns."""
    s = Sheet(84)
    n.sky(s, 'autumn', (.3, .4), None, 3)
    vx, vy = 800, 560
    s.reflecting = False
    n.hills(s, 'autumn', base=612, height=60)
    n.mist(s, 520, 90, .6, '#f7edd6', n=2)
    n.water(s, 'autumn', 600)
    n.far_trees(s, -40, 760, 15, 602, 70, '#857d5f', .5)
    s.layer = 'water'
    n.bank(s, 40, 640, 612, 16, '#a39a68', 'water')
    n.willow(s, 250, 604, 250, 8, 34, ('#8d8a4c', '#a9a35f', '#c6bd80'))
    n.ripples(s, 40, 0, 700, 612, 860, 'water')
    s.layer = 'main'
    X = lambda u, z: vx + u * z
    Y = lambda v, z: vy + v * z
    # z is the size of the cross-section: 1000 at the picture plane, small far away; left open to water, right a wall
    fl, ce, lw, rw = .42, -.46, -.62, .62
    zs = [1500 * .8 ** k for k in range(15)]
    far = zs[-1]
    wall = [(X(rw, zs[0]), Y(ce, zs[0])), (X(rw, far), Y(ce, far)), (X(rw, far), Y(fl, far)), (X(rw, zs[0]), Y(fl, zs[0]))]
    s.fill(poly(wall), s.lin(vx, 0, 1600, 0, (0, '#f6eeda'), (.4, '#ece2cb'), (1, '#cdbf9f')))
    floor = [(X(lw, far), Y(fl, far)), (X(rw, far), Y(fl, far)), (X(rw, zs[0]), Y(fl, zs[0])), (X(lw, zs[0]), Y(fl, zs[0]))]
    s.fill(poly(floor), s.lin(0, vy, 0, 1000, (0, '#e0d5bb'), (.35, '#c2b598'), (1, '#8f8267')))
    roof = [(X(lw - .06, far), Y(ce, far)), (X(0, far), Y(ce - .2, far)), (X(rw, far), Y(ce, far)), (X(rw, zs[0]), Y(ce, zs[0])), (X(0, zs[0]), Y(ce - .2, zs[0])), (X(lw - .06, zs[0]), Y(ce, zs[0]))]
    s.fill(poly([roof[0], roof[1], roof[4], roof[5]]), s.lin(0, 0, 0, vy, (0, '#4f3d2c'), (1, '#a08763')))
    s.fill(poly([roof[1], roof[2], roof[3], roof[4]]), s.lin(0, 0, 0, vy, (0, '#3d2f22'), (1, '#8a7353')))
    d = ''
    for q in range(1, 8):                                # rafters
        for side in (lw - .06, rw):
            u, v = lerp(0, side, q / 8), lerp(ce - .2, ce, q / 8)
            d += f'M{pt(X(u, far), Y(v, far))}L{pt(X(u, zs[0]), Y(v, zs[0]))}'
    s.line(d, '#2b2016', 3, .5, cap=False)
    d = ''
    for k in range(22):                                  # floor tiles
        z = zs[0] * .86 ** k
        d += f'M{pt(X(lw, z), Y(fl, z))}L{pt(X(rw, z), Y(fl, z))}'
    for q in range(1, 8):
        u = lerp(lw, rw, q / 8)
        d += f'M{pt(X(u, far), Y(fl, far))}L{pt(X(u, zs[0]), Y(fl, zs[0]))}'
    s.line(d, '#6d6048', 1.6, .45, cap=False)
    # light from between the columns lies across floor and wall
    for z0, z1 in zip(zs, zs[1:]):
        a, c = lerp(z0, z1, .24), lerp(z0, z1, .9)
        s.fill(poly([(X(lw, a), Y(fl, a)), (X(lw, c), Y(fl, c)), (X(rw, c * 1.06), Y(fl, c * 1.06)), (X(rw, a * 1.06), Y(fl, a * 1.06))]), '#fff2cf', .34)
        s.fill(poly([(X(rw, a * 1.06), Y(fl, a * 1.06)), (X(rw, c * 1.06), Y(fl, c * 1.06)), (X(rw, c * 1.06), Y(fl - .34, c * 1.06)), (X(rw, a * 1.06), Y(fl - .34, a * 1.06))]), '#fff4d8', .5)
    # lattice windows in the wall, one in each bay
    for z0, z1 in zip(zs[1:], zs[2:]):
        a, c = lerp(z0, z1, .26), lerp(z0, z1, .78)
        q = [(X(rw, a), Y(-.24, a)), (X(rw, c), Y(-.24, c)), (X(rw, c), Y(.1, c)), (X(rw, a), Y(.1, a))]
        s.fill(poly(q), '#6b4630')
        m = [(lerp(x, (q[0][0] + q[1][0]) / 2, .1), lerp(y, (q[0][1] + q[2][1]) / 2, .07)) for x, y in q]
        s.fill(poly(m), s.lin(0, q[0][1], 0, q[2][1], (0, '#cdd3b4'), (1, '#8f9d74')))
        d = ''
        for t in (.2, .4, .6, .8):
            d += f'M{pt(lerp(m[0][0], m[1][0], t), lerp(m[0][1], m[1][1], t))}L{pt(lerp(m[3][0], m[2][0], t), lerp(m[3][1], m[2][1], t))}'
            d += f'M{pt(lerp(m[0][0], m[3][0], t), lerp(m[0][1], m[3][1], t))}L{pt(lerp(m[1][0], m[2][0], t), lerp(m[1][1], m[2][1], t))}'
        s.line(d, '#54371f', max(1.2, 5 * a / 1000), .95, cap=False)
    # beams, columns, bench: far to near
    for z0, z1 in list(zip(zs, zs[1:]))[::-1]:
        z = z0
        w = .03 * z
        s.fill(poly([(X(lw, z), Y(ce, z)), (X(rw, z), Y(ce, z)), (X(rw, z), Y(ce + .045, z)), (X(lw, z), Y(ce + .045, z))]), s.lin(0, Y(ce, z), 0, Y(ce + .045, z), (0, '#7a5438'), (1, '#4a3020')))
        s.fill(poly([(X(-.02, z), Y(ce - .2, z)), (X(.02, z), Y(ce - .2, z)), (X(.02, z), Y(ce, z)), (X(-.02, z), Y(ce, z))]), '#5a3c28')
        # hanging lattice between this column and the next, bench rail below
        for v0, v1, m in ((ce + .045, ce + .11, 6), (fl - .17, fl - .03, 9)):
            d = ''
            for t in [i / m for i in range(m + 1)]:
                zz = 1 / lerp(1 / z0, 1 / z1, t)
                d += f'M{pt(X(lw, zz), Y(v0, zz))}L{pt(X(lw, zz), Y(v1, zz))}'
            for v in (v0, v1):
                d += f'M{pt(X(lw, z0), Y(v, z0))}L{pt(X(lw, z1), Y(v, z1))}'
            s.line(d, '#5a3a28', max(1.1, .0075 * z), .95, cap=False)
        s.fill(poly([(X(lw, z0), Y(fl - .1, z0)), (X(lw, z1), Y(fl - .1, z1)), (X(lw + .1, z1), Y(fl - .1, z1)), (X(lw + .1, z0), Y(fl - .1, z0))]), s.lin(X(lw, z0), 0, X(lw + .1, z0), 0, (0, '#b08860'), (1, '#7a5438')))
        s.fill(poly([(X(lw + .1, z0), Y(fl - .1, z0)), (X(lw + .1, z1), Y(fl - .1, z1)), (X(lw + .1, z1), Y(fl - .075, z1)), (X(lw + .1, z0), Y(fl - .075, z0))]), '#4a3020')
        for u, lit in ((lw, True), (rw, False)):
            x = X(u, z)
            s.rect(x - w / 2, Y(ce, z), w, (fl - ce) * z, s.lin(x - w / 2, 0, x + w / 2, 0, (0, '#b5835c' if lit else '#8a5c3c'), (.4, '#7a4c32'), (1, '#3d2416')))
            s.rect(x - w * .8, Y(fl, z) - w * .6, w * 1.6, w * .7, '#cbc3b1')
    # the end of the corridor: a bright opening with a tree
    s.dab(vx, vy, far * 1.6, far * 1.1, '#fff6e0', .9)
    d = ''
    for _ in range(40):                                  # ginkgo leaves blown in
        z = s.r.uniform(500, 1080)
        d += s.leaf(X(s.r.uniform(-.5, .2), z), Y(fl, z) + s.r.uniform(-4, 4), z * .014, z * .006, s.r.uniform(-.6, .6))
    s.fill(d, '#d9ab4a', .95)
    s.layer = 'light'
    s.rect(0, 760, 1600, 240, s.lin(0, 760, 0, 1000, (0, '#2b2013', 0), (1, '#2b2013', .36)))
    s.rect(0, 0, 1600, 200, s.lin(0, 0, 0, 200, (0, '#2b2013', .3), (1, '#2b2013', 0)))
    return s


def fan(s, x, y, r, a, tone):
    """A ginkgo leaf: a fan with a notch and a stalk."""
    P = lambda t, k: (x + math.cos(a + t) * r * k, y + math.sin(a + t) * r * k)
    edge = [P(-.95, .8), P(-.7, .98), P(-.4, 1.03), P(-.12, .98), P(0, .74), P(.12, .98), P(.4, 1.04), P(.7, .97), P(.95, .8)]
    s.fill('M' + pt(x, y) + smooth(edge, start='L') + 'z', tone)
    s.line(''.join(f'M{pt(x, y)}L{pt(*P(t, .86))}' for t in (-.7, -.45, -.22, .22, .45, .7)), mix(tone, '#6d4f16', .45), .9, .5, cap=False)
    s.line(f'M{pt(x, y)}Q{pt(*P(math.pi + .15, .4))} {pt(*P(math.pi, .85))}', mix(tone, '#6d4f16', .35), 1.7, .95)


def party_school_2():
    """A lattice window with books on the sill; ginkgo leaves outside and on the ledge."""
    s = Sheet(85)
    outside(s, 'autumn', (290, 110, 1310, 720), hor=600)
    s.layer = 'water'
    s.stroke([(1460, 170), (1200, 260), (1000, 280), (800, 350), (640, 372)], 18, 4, '#5a4a38')
    s.stroke([(1140, 270), (1020, 360), (900, 420)], 9, 3, '#5a4a38')
    s.stroke([(960, 290), (860, 250), (740, 244)], 8, 3, '#5a4a38')
    for _ in range(118):
        t = s.r.random()
        i = s.r.randrange(3)
        a, c = (((1300, 215), (620, 378)), ((1140, 270), (880, 434)), ((960, 290), (720, 240)))[i]
        x, y = lerp(a[0], c[0], t) + s.r.gauss(0, 34), lerp(a[1], c[1], t) + s.r.gauss(6, 36)
        fan(s, x, y, s.r.uniform(15, 25), s.r.uniform(.2, 2.9), s.r.choice(('#d9a83e', '#e6c05c', '#c9932f', '#f0d485', '#b98429')))
    for _ in range(9):
        fan(s, s.r.uniform(350, 1250), s.r.uniform(330, 620), s.r.uniform(11, 16), s.r.uniform(0, 6), s.r.choice(('#d9a83e', '#e6c05c')))
    room(s, 290, 110, 1310, 720, '#e3d6bb')
    frame(s, 290, 110, 1310, 720, 26)
    lattice(s, 302, 122, 478, 708)
    lattice(s, 1122, 122, 1298, 708)
    for x in (490, 1110):
        s.rect(x - 8, 110, 16, 610, s.lin(x - 8, 0, x + 8, 0, (0, '#8a6244'), (.5, '#5f3f27'), (1, '#3d2618')))
    hanging(s, 498, 1102, 110, 54)
    # sill and books
    plank(s, [(150, 760), (1450, 760), (1560, 1010), (40, 1010)], .3, 44)
    s.fill(poly([(150, 760), (1450, 760), (1446, 748), (154, 748)]), '#c79c74')
    s.layer = 'near'
    def lying(x, y, w, h, cover, skew=26):
        s.fill(s.lens(x - 10, y + 4, w + skew + 40, 16), '#24160c', .4)
        s.fill(poly([(x, y - h), (x + skew, y - h - 15), (x + w + skew, y - h - 15), (x + w, y - h)]), s.lin(x, y - h - 15, x + w, y, (0, mix(cover, '#fff3d8', .3)), (1, cover)))
        s.rect(x, y - h, w, h, s.lin(0, y - h, 0, y, (0, '#f6efdc'), (1, '#c9bc9c')))
        s.line(''.join(f'M{pt(x + 2, y - h + k)}h{w - 4}' for k in range(5, int(h) - 3, 4)), '#a3977a', 1, .5, cap=False)
        s.rect(x - 2, y - h - 1, w + 4, 4, mix(cover, '#24160c', .15))
        s.rect(x - 2, y - 4, w + 4, 4.5, mix(cover, '#24160c', .3))
        s.fill(poly([(x + w, y), (x + w + skew, y - 15), (x + w + skew, y - h - 15), (x + w, y - h)]), mix(cover, '#24160c', .35))
    lying(470, 880, 360, 42, '#46585c')
    lying(492, 838, 320, 36, '#7a6a4a')
    lying(480, 802, 330, 34, '#7d2a28')
    s.fill(poly([(960, 868), (1240, 858), (1290, 904), (980, 922)]), '#24160c', .3)
    # an open book with blank, softly curved pages
    s.fill(smooth([(930, 880), (1010, 846), (1090, 870)]) + smooth([(1090, 870), (1180, 842), (1262, 872)], start='L') + 'L1290,906 ' + smooth([(1290, 906), (1190, 880), (1096, 910)], start='L') + smooth([(1096, 910), (1000, 884), (905, 918)], start='L') + 'z', s.lin(900, 840, 1290, 915, (0, '#fffaf0'), (.49, '#e3d9c2'), (.52, '#fbf6e8'), (1, '#dccfb2')))
    s.line('M1090,870L1096,910', '#a3977a', 2, .8)
    s.line('M905,921Q1000,887 1096,913Q1190,883 1290,909', '#8f8262', 3, .8)
    for k in range(2):
        fan(s, (1010, 1180)[k], (872, 866)[k], 26, (.4, 2.2)[k], ('#d9a83e', '#e6c05c')[k])
    for x, y in ((300, 830), (380, 900), (870, 850), (1340, 850), (1390, 930), (640, 764), (720, 950)):
        s.fill(s.lens(x - 18, y + 6, 44, 8), '#24160c', .3)
        fan(s, x, y, s.r.uniform(24, 33), s.r.uniform(0, 6), s.r.choice(('#d9a83e', '#e6c05c', '#c9932f')))
    s.layer = 'light'
    s.fill(poly([(290, 748), (800, 748), (1000, 1000), (380, 1000)]), s.lin(300, 748, 800, 1000, (0, '#fff3d3', .22), (1, '#fff3d3', .03)))
    s.rect(0, 850, 1600, 150, s.lin(0, 850, 0, 1000, (0, '#1d1409', 0), (1, '#1d1409', .32)))
    return s


def all_interiors():
    names = ('introduction-1', 'chen-yun-memorial-2', 'chen-yun-memorial-3', 'party-school-1', 'party-school-2')
    return [(k, globals()[k.replace('-', '_')]) for k in names]
