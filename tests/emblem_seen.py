"""What can be seen of the emblem on a page that was drawn: its blue field and its gold shapes."""

from collections import deque

from PIL import Image, ImageChops


def emblem_box(picture: Image.Image) -> tuple[int, int, int, int]:
    blue = ImageChops.difference(picture, Image.new("RGB", picture.size, (0, 51, 153))).convert("L")
    box = blue.point(lambda value: 255 if value < 4 else 0).getbbox()
    assert box is not None, "no blue field"
    return box


def gold_shapes(picture: Image.Image) -> list[int]:
    """Areas of the connected shapes that are nearer to gold than to blue."""
    red, _, blue = picture.split()
    mask = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 52 else 0).tobytes()
    left = {divmod(place, picture.width) for place, value in enumerate(mask) if value}
    areas = []
    while left:
        queue = deque([left.pop()])
        areas.append(0)
        while queue:
            y, x = queue.popleft()
            areas[-1] += 1
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            queue.extend(near)
    return areas
