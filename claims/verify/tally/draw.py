"""A chart as SVG: geometry as attributes, looks by class, words escaped; nothing in it runs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from .frame import PAGE, Frame, Size, clipped, number, path, words
from .given import in_order
from .scale import short
from .series import Chart, Point, Series

MARKED = 40  # points beyond which statuses stand in the table only
LINE = 26  # between two labels
NAME = 18  # letters of a name at the end of its line
_ICON = 0.46
SHAPES = (
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z",
    "M-4 -4H4V4H-4Z",
    "M0 -5L5 4H-5Z",
    "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "M0 5L5 -4H-5Z",
    "M-5.5 -1.8H-1.8V-5.5H1.8V-1.8H5.5V1.8H1.8V5.5H-1.8V1.8H-5.5Z",
)
REST = "M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z"


def svg(
    chart: Chart, name: str, *, size: Size = PAGE, glyphs: Mapping[str, str] | None = None, style: str = ""
) -> str:
    """Return the drawing of a chart with points; `name` makes its ids, `glyphs` holds the icons by name.

    `style` goes inside, for where no page brings it.
    """
    frame = Frame(chart, size)
    title, says = f"{name}-title", f"{name}-desc"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figchart" viewBox="0 0 {size.width} {size.height}"'
        f' width="{size.width}" height="{size.height}" role="img" aria-labelledby="{title}"'
        f' aria-describedby="{says} {name}-caption" aria-details="{name}-table">',
        f"<style>{style}</style>" if style else "",
        f'<title id="{title}">{words(chart.title)}, as reported over time</title>',
        f'<desc id="{says}">{words(described(chart))}</desc>',
        *_axes(frame),
        *(part for series in chart.series for part in _band(frame, series)),
        *(part for series in chart.series for part in _line(frame, series)),
        *(part for series in chart.series for part in _points(frame, series, glyphs or {})),
        *_labels(frame),
        "</svg>",
    ]
    return "".join(parts)


def described(chart: Chart) -> str:
    """Return the chart in words: each source with its first and latest figure."""
    rows = []
    for series in chart.series:
        points = in_order(point.given for point in series.points)
        first, last = points[0].words, points[-1].words
        steps = first if len(points) == 1 else f"{first} first, {last} last, {len(points)} figures"
        rows.append(f"{series.name}: {steps}")
    log = " The scale is logarithmic." if Frame(chart, PAGE).scale.log else ""
    return f"{'; '.join(rows)}.{log} The table below has every figure."


# --- Axes ---------------------------------------------------------------------------------------------------


def _axes(frame: Frame) -> Iterator[str]:
    left, right, foot = map(number, (frame.left, frame.right, frame.foot))
    for tick in frame.scale.ticks:
        y = frame.y(tick)
        yield f'<path class="grid" d="M{left} {number(y)}H{right}"/>'
        place = f'x="{number(frame.left - 6)}" y="{number(y + 4)}" text-anchor="end"'
        yield f'<text class="tick" {place}>{short(tick)}</text>'
    yield f'<path class="axis" d="M{left} {foot}H{right}"/>'
    for share, word, below in frame.times.ticks:
        x = frame.at(share)
        yield f'<path class="axis" d="M{number(x)} {foot}v5"/>'
        for line, text in enumerate((word, below)):
            if text:
                place = f'x="{number(x)}" y="{number(frame.foot + 18 + 14 * line)}" text-anchor="middle"'
                yield f'<text class="tick" {place}>{words(text)}</text>'
    if frame.scale.log:
        yield f'<text class="tick" x="{left}" y="11">logarithmic scale</text>'


# --- Series -------------------------------------------------------------------------------------------------


def _reach(frame: Frame, place: int, points: Sequence[Point]) -> float:
    """Return how far a figure holds: until the next one, or to the end."""
    if place + 1 < len(points):
        return frame.x(points[place + 1])
    return frame.right


def _band(frame: Frame, series: Series) -> Iterator[str]:
    """Lowest to highest of ranges and round figures, as long as they hold."""
    points = series.points
    for place, point in enumerate(points):
        low, high = point.band
        if low == high or series.rest:
            continue
        x, end, top, foot = frame.x(point), _reach(frame, place, points), frame.y(high), frame.y(low)
        width, height = max(1.0, end - x), max(1.5, foot - top)
        box = f'x="{number(x)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
        yield f'<rect class="band s{series.place}" {box}/>'
        yield (
            f'<path class="cap s{series.place}" d="M{number(x - 3)} {number(top)}h6M{number(x)} {number(top)}'
            f'V{number(foot)}M{number(x - 3)} {number(foot)}h6"/>'
        )


def _line(frame: Frame, series: Series) -> Iterator[str]:
    """Steps from figure to figure; broken where two cannot be compared."""
    points = series.points
    if series.rest or not points:
        return
    strokes: list[list[tuple[float, float]]] = []
    for place, point in enumerate(points):
        x, y, end = frame.x(point), frame.y(_middle(point)), _reach(frame, place, points)
        if not (strokes and point.joined):
            strokes.append([])
        strokes[-1] += [(x, y), (end, y)]
    yield from (f'<path class="series s{series.place}" d="M{path(stroke)}"/>' for stroke in strokes)


def _middle(point: Point) -> float:
    return (point.low + point.high) / 2


def _points(frame: Frame, series: Series, glyphs: Mapping[str, str]) -> Iterator[str]:
    marked = len(frame.chart.points) <= MARKED
    for point in series.points:
        x, y = frame.x(point), frame.y(_middle(point))
        look = (
            f"rest{' hollow' * point.hollow}"
            if series.rest
            else f"dot s{series.place}{' hollow' * point.hollow}"
        )
        shape = REST if series.rest else SHAPES[series.place % len(SHAPES)]
        said = f"{point.given.saying.speaker.name}: {point.given.words}"
        yield (
            f'<path class="{look}" transform="translate({number(x)} {number(y)})" d="{shape}">'
            f"<title>{words(said)}</title></path>"
        )
        yield _open(point, x, y, series)
        if marked and point.mark and not series.rest and (icon := glyphs.get(point.mark.icon)):
            place = f"translate({number(x - 5.5)} {number(max(0.0, y - 19))}) scale({_ICON})"
            yield f'<g class="mark {escape(point.mark.colour)}" transform={quoteattr(place)}>{icon}</g>'


def _open(point: Point, x: float, y: float, series: Series) -> str:
    """An arrow where a figure is a bound: it may be more, or less."""
    if not point.open_end:
        return ""
    up = point.open_end == "at_least"
    tip, turn = (y - 16, 4) if up else (y + 16, -4)
    start = y - 6 if up else y + 6
    x0, x1, x2 = map(number, (x, x - 3.5, x + 3.5))
    t, s = number(tip), number(tip + turn)
    return f'<path class="open s{series.place}" d="M{x0} {number(start)}V{t}M{x1} {s}L{x0} {t}L{x2} {s}"/>'


# --- Labels at the ends -------------------------------------------------------------------------------------


def _labels(frame: Frame) -> Iterator[str]:
    """The latest figure and the name at the end of each line, moved apart where they would meet."""
    rows = [
        (frame.y(_middle(points[-1])), series, points[-1])
        for series in frame.chart.series
        if (points := series.points)
    ]
    rows.sort(key=lambda row: (row[0], row[1].place))
    room = (frame.size.height - 14 - frame.top) / max(1, len(rows))
    places = _spread([row[0] for row in rows], min(LINE, room), frame.top, frame.size.height - 20)
    letters = NAME + (frame.size.labels - PAGE.labels) // 6
    for y, (at, series, point) in zip(places, rows, strict=True):
        x = frame.right + 8
        look = "rest" if series.rest else f"s{series.place}"
        if abs(y - at) > 3 and not series.rest:
            yield f'<path class="lead" d="M{number(frame.right)} {number(at)}L{number(x - 2)} {number(y)}"/>'
        figure = "" if series.rest else f'<tspan class="value">{words(point.given.words)}</tspan>'
        name = clipped(series.name, letters)
        below = f'<tspan x="{number(x)}" dy="13">{name}</tspan>' if figure else name
        yield f'<text class="name {look}" x="{number(x)}" y="{number(y)}">{figure}{below}</text>'


def _spread(wanted: list[float], gap: float, top: float, foot: float) -> list[float]:
    """Return places in order, no two nearer than `gap`, within the bounds as far as there is room."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + gap if places else top))
    limit = foot
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], limit)
        limit = places[at] - gap
    return places
