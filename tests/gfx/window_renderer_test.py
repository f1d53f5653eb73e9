#!/usr/bin/env python3
"""What a GPU's renderer shows is what our own loops show, turned or not. window_renderer_test.py RENDERER_PROBE

The renderer is OpenGL, drawn by Mesa without a GPU: asked for by name, because the window would choose its own loops."""
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import xorg_glass  # noqa: E402

PROBE = ""


class WindowRenderer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.glass = xorg_glass.Glass()

    @classmethod
    def tearDownClass(cls):
        cls.glass.close()

    def probe(self, degrees, **environment):
        result = subprocess.run([PROBE, str(degrees)], env=self.glass.environment(**environment), capture_output=True, text=True,
                                timeout=60)
        self.assertEqual(result.returncode, 0, result.stderr)
        name, *pairs = result.stdout.splitlines()[-1].split()  # Mesa may talk before
        return name, {key: int(value) for key, value in (pair.split("=") for pair in pairs)}

    def test_the_gpus_picture_is_ours(self):
        for degrees in (0, 90, 180, 270):
            name, seen = self.probe(degrees, SDL_RENDER_DRIVER="opengl")
            if name != "opengl":
                self.skipTest("no OpenGL here")
            self.assertLess(seen["far"], 640 * 360 // 1000, f"{degrees}: {seen}")

    def test_our_own_loops_are_taken_where_the_gpu_is_only_an_imitation(self):
        for degrees in (0, 90, 270):
            name, seen = self.probe(degrees)
            self.assertEqual((name, seen["software"], seen["most"]), ("software", 1, 0), degrees)

    def test_a_gpu_that_cannot_draw_into_textures_is_not_taken(self):
        for degrees in (0, 90):
            name, seen = self.probe(degrees, SDL_RENDER_DRIVER="opengl", MESA_EXTENSION_OVERRIDE="-GL_EXT_framebuffer_object")
            self.assertEqual((name, seen["software"], seen["most"]), ("software", 1, 0), degrees)


if __name__ == "__main__":
    if not xorg_glass.available():
        print("Xorg with its dummy and inputtest drivers is not installed")
        sys.exit(xorg_glass.SKIPPED)
    PROBE = sys.argv.pop(1)
    unittest.main()
