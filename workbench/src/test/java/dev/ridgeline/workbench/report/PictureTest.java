// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PictureTest {
  private static final double[] X = {0.5, 1, 1.5, 2};

  private static Chart chart() {
    return Chart.titled("Ratio & <edge>", Axis.linear("alignment"), Axis.log("ratio"))
        .subtitle("ten seeds")
        .with(
            Series.line("measured", X, new double[] {3, 1, Double.NaN, 0.3})
                .band(new double[] {-1, 0.8, Double.NaN, 0.2}, new double[] {4, 1.2, 1, 0.4})
                .markers())
        .with(Series.theory("theory", X, new double[] {3, 1, 0.5, 0}).colour(0))
        .horizontal(1, "source optimal")
        .vertical(1, "rho = 1");
  }

  private static HeatMap heatMap() {
    return HeatMap.titled(
            "Benefit",
            Axis.linear("alignment"),
            X,
            Axis.linear("noise"),
            new double[] {1, 2},
            "benefit",
            new double[][] {{-1, 0, 1, 2}, {0.5, Double.NaN, -0.5, 0}})
        .with(Series.theory("closed form", X, new double[] {1, 1.2, 1.5, 1.9}));
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theSamePictureHasTheSameBytes() {
    for (Picture[] pair : new Picture[][] {{chart(), chart()}, {heatMap(), heatMap()}}) {
      assertThat(pair[0].svg()).isEqualTo(pair[1].svg());
      assertThat(pair[0].png()).isEqualTo(pair[1].png());
    }
  }

  @Test
  void anAxisMayRunOverAllDoubles() throws Exception {
    double[] penalties = {1e-160, 1, 1e160};
    Chart wide =
        Chart.titled("Wide", Axis.log("penalty"), Axis.linear("loss"))
            .with(Series.line("loss", penalties, new double[] {1, 2, 3}));
    assertThat(parse(wide.svg()).getDocumentElement().getTextContent())
        .contains("1e-156", "1e156", "loss");
    for (Axis axis : new Axis[] {Axis.log("x"), Axis.linear("x")}) {
      Chart widest =
          Chart.titled("Widest", axis, axis)
              .with(
                  Series.line(
                      "all",
                      new double[] {Double.MIN_VALUE, 1, Double.MAX_VALUE},
                      new double[] {-Double.MAX_VALUE, 1, Double.MAX_VALUE}));
      assertThat(widest.svg()).contains("Widest").doesNotContain("NaN");
      assertThat(ImageIO.read(new ByteArrayInputStream(widest.png()))).isNotNull();
    }
  }

  @Test
  void svgIsXmlWithItsTextAndFixedIds() throws Exception {
    String svg = chart().svg();
    assertThat(parse(svg).getDocumentElement().getTextContent())
        .contains("Ratio & <edge>", "ten seeds", "alignment", "ratio", "measured", "theory")
        .contains("source optimal", "rho = 1");
    assertThat(svg).contains("id='ridgeline-clip-0'").doesNotContain("href=");
    assertThat(parse(heatMap().svg()).getDocumentElement().getTextContent())
        .contains("Benefit", "closed form", "noise", "benefit");
  }

  @Test
  void logAxisHasPlainLabels() throws Exception {
    String text = parse(chart().svg()).getDocumentElement().getTextContent();
    assertThat(text).contains("0.2").contains("0.5").doesNotContain("^");
  }

  @Test
  void aShortLogAxisHasTenths() throws Exception {
    Chart ratios =
        Chart.titled("t", Axis.linear("x"), Axis.log("ratio"))
            .with(Series.line("", new double[] {100, 300}, new double[] {0.99, 1.7}));
    assertThat(parse(ratios.svg()).getDocumentElement().getTextContent())
        .contains("1.2", "1.4", "1.6");
    Chart small =
        Chart.titled("t", Axis.linear("x"), Axis.log("ratio"))
            .with(Series.line("", new double[] {100, 300}, new double[] {1e-7, 1.7e-7}));
    assertThat(parse(small.svg()).getDocumentElement().getTextContent()).contains("1.2e-7", "1e-7");
  }

  @Test
  void aLogAxisAtTheDataHasATickAtEveryPointAndNumbersThatDoNotTouch() throws Exception {
    double[] dimensions = {3000, 100, 1000, 300};
    String text = ticks(dimensions);
    assertThat(text).contains("3000", "1000", "300", "100").doesNotContain("200", "500");
    assertThat(ticks(100, 2990, 3000)).contains("100", "3000").doesNotContain("2990");
  }

  private static String ticks(double... x) throws Exception {
    Chart chart =
        Chart.titled("t", Axis.logAt("dimension", x), Axis.linear("y"))
            .with(Series.line("", x, new double[x.length]));
    var texts = parse(chart.svg()).getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .collect(Collectors.joining(" "));
  }

  @Test
  void theLabelOfAGuideKeepsOffTheCurves() throws Exception {
    double[] x = {0, 1, 2, 3};
    // the curve runs along the line at its right end, above it, and falls through it at the left
    Chart above = guided(x, new double[] {-1, 0.03, 0.03, 0.03});
    Chart below = guided(x, new double[] {1, -0.03, -0.03, -0.03});
    double line = lineOf(above);
    assertThat(labelOf(above)).as("below the line").isGreaterThan(line);
    assertThat(labelOf(below)).as("above the line").isLessThan(lineOf(below));
  }

  private static Chart guided(double[] x, double[] y) {
    return Chart.titled("t", Axis.linear("x"), Axis.linear("y").between(-1, 1))
        .with(Series.line("", x, y))
        .horizontal(0, "from scratch");
  }

  private static double labelOf(Chart chart) throws Exception {
    var texts = parse(chart.svg()).getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      if (texts.item(i).getTextContent().equals("from scratch")) {
        return Double.parseDouble(((Element) texts.item(i)).getAttribute("y"));
      }
    }
    throw new AssertionError("no label");
  }

  /** The guide is dashed with 2 and 3; a path across, since it is the only line of its look. */
  private static double lineOf(Chart chart) throws Exception {
    Matcher look =
        Pattern.compile("\\.([\\w-]+)\\{[^}]*dasharray:2\\.0,3\\.0").matcher(chart.svg());
    assertThat(look.find()).as("the look of a guide").isTrue();
    var paths = parse(chart.svg()).getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (path.getAttribute("class").equals(look.group(1))) {
        return Double.parseDouble(path.getAttribute("d").replaceFirst("M\\S+ ([0-9.]+)L.*", "$1"));
      }
    }
    throw new AssertionError("no guide");
  }

  @Test
  void pngHasTwiceTheResolution() throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(chart().png()));
    assertThat(image.getWidth()).isEqualTo(1440);
    assertThat(image.getHeight()).isEqualTo(1000);
  }

  @Test
  void heatMapIsWhiteAtZeroAndColouredBySign() {
    String svg = heatMap().svg();
    assertThat(svg).contains("rgb(0,114,178)", "rgb(255,255,255)", "rgb(187,187,187)");
    // Minus one of a scale to two: half-way to vermilion.
    assertThat(svg).contains("rgb(234,175,128)");
  }

  @Test
  void drawsWhatIsDegenerate() {
    double[] none = {};
    double[] one = {2};
    double[] undefined = {Double.NaN};
    Chart empty = Chart.titled("", Axis.log("x"), Axis.log("y"));
    assertThat(empty.svg()).startsWith("<?xml");
    assertThat(empty.with(Series.line("a", none, none)).svg()).contains("<svg");
    assertThat(empty.with(Series.line("a", one, one).markers()).svg()).contains("<svg");
    assertThat(empty.with(Series.line("a", one, undefined).band(undefined, undefined)).svg())
        .contains("<svg");
  }

  @Test
  void aPointWithoutNeighboursIsSeen() {
    Chart empty = Chart.titled("", Axis.linear("x"), Axis.linear("y").between(0, 5));
    double[] all = {1, 2, 3, 4};
    double nan = Double.NaN;
    double[] hidden = {nan, nan, nan, nan};
    double[] alone = {nan, 2, nan, nan};
    String without = empty.with(Series.line("", all, hidden)).svg();
    String with = empty.with(Series.line("", all, alone)).svg();
    assertThat(inks(with)).isGreaterThan(inks(without));
    String withBand =
        empty
            .with(
                Series.line("", all, alone)
                    .band(new double[] {nan, 1, nan, nan}, new double[] {nan, 3, nan, nan}))
            .svg();
    assertThat(inks(withBand)).isGreaterThan(inks(with));
  }

  /** How often the colour of the first curve is used. */
  private static int inks(String svg) {
    return svg.length() - svg.replace("rgb(0,114,178)", "rgb(0,114,178").length();
  }

  @Test
  void pointsAreDrawnInOrderOfX() {
    Chart empty = Chart.titled("t", Axis.linear("x"), Axis.linear("y"));
    Chart ordered =
        empty.with(
            Series.line("a", new double[] {1, 2, 3}, new double[] {4, 5, 6})
                .band(new double[] {3, 4, 5}, new double[] {5, 6, 8}));
    Chart shuffled =
        empty.with(
            Series.line("a", new double[] {3, 1, 2}, new double[] {6, 4, 5})
                .band(new double[] {5, 3, 4}, new double[] {8, 5, 6}));
    assertThat(shuffled.svg()).isEqualTo(ordered.svg());
  }

  @Test
  void aColourThatRepeatsComesWithAnotherLineAndMarker() {
    Chart empty = Chart.titled("t", Axis.linear("x"), Axis.linear("y"));
    for (Series curve :
        new Series[] {Series.line("a", X, X), Series.theory("a", X, X), Series.points("a", X, X)}) {
      assertThat(empty.with(curve.colour(8)).svg()).isNotEqualTo(empty.with(curve.colour(0)).svg());
    }
    assertThat(Look.marker(7)).isSameAs(Look.marker(0)).isNotEqualTo(Look.marker(8));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Series.line("a", X, new double[3])).hasMessageContaining("x=4, y=3");
    assertThatThrownBy(() -> Series.line("a", X, X).band(X, new double[1]))
        .hasMessageContaining("high=1");
    assertThatThrownBy(() -> Axis.log("x").between(0, 1)).hasMessageContaining("low=0.0");
    assertThatThrownBy(
            () ->
                HeatMap.titled(
                    "t",
                    Axis.linear("x"),
                    X,
                    Axis.linear("y"),
                    new double[] {2, 1},
                    "s",
                    new double[2][4]))
        .hasMessageContaining("y must increase");
  }
}
