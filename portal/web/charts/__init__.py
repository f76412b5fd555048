"""Charts: each is one frozen object that gives its picture, its sentences, its table and its spreadsheet sheet, so that they cannot disagree."""

from portal.web.charts.bars import STEP, WIDTH, BarChart, BarValue, bar_chart
from portal.web.charts.bullet import Bullet
from portal.web.charts.flow_bands import Flow
from portal.web.charts.flow_picture import FlowPicture
from portal.web.charts.funnel import Funnel
from portal.web.charts.funnel_limits import FunnelPoint
from portal.web.charts.multiples import SmallMultiples
from portal.web.charts.run_chart import RunChart
from portal.web.charts.run_points import RunPoint, Special, Start
from portal.web.charts.small_line import Spark, SparkValue, sparkline
from portal.web.charts.spark import Sparkline, SparkPoint
from portal.web.charts.values import NO_NORM, PERCENT, SHARE, Measure, Norm

__all__ = [
    "NO_NORM",
    "PERCENT",
    "SHARE",
    "STEP",
    "WIDTH",
    "BarChart",
    "BarValue",
    "Bullet",
    "Flow",
    "FlowPicture",
    "Funnel",
    "FunnelPoint",
    "Measure",
    "Norm",
    "RunChart",
    "RunPoint",
    "SmallMultiples",
    "Spark",
    "SparkPoint",
    "SparkValue",
    "Sparkline",
    "Special",
    "Start",
    "bar_chart",
    "sparkline",
]
