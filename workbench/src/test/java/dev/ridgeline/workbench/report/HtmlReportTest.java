// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Chart CHART =
      Chart.titled("A $1 \\ \"chart\"", Axis.linear("x"), Axis.linear("y"))
          .with(Series.line("a", new double[] {0, 1}, new double[] {0, 1}));

  private static String page() {
    return HtmlReport.titled("<Report> & more")
        .lead("Lead <b>")
        .paragraph("Text")
        .heading("Tables")
        .table(List.of("rho", "edge"), List.of(List.of("0.5", "none"), List.of("-1e-3", "<x>")))
        .picture(CHART, "First")
        .picture(CHART, "")
        .parameters(Map.of("--rho", "0.5:1.5:21"))
        .citation("@article{x, title={A & B}}")
        .html();
  }

  @Test
  void escapesAllText() {
    assertThat(page())
        .contains("<title>&lt;Report&gt; &amp; more</title>")
        .contains("Lead &lt;b&gt;")
        .contains("&lt;x&gt;")
        .contains("title={A &amp; B}")
        .contains("aria-label=\"A $1 \\ &quot;chart&quot;\"");
  }

  @Test
  void asksNothingOfTheNetwork() {
    assertThat(page().replaceAll("xmlns(:\\w+)?='[^']*'", ""))
        .doesNotContain("http", "src=", "href=", "@import", "fetch(", "XMLHttp", "WebSocket");
  }

  @Test
  void figuresCarryTheirNumbersAndTheLicenceOfWhatDrawsThem() {
    Chart chart =
        Chart.titled("a </script> \"b\"", Axis.log("x"), Axis.linear("y"))
            .with(
                Series.line("s", new double[] {2, 1}, new double[] {Double.NaN, 0.25})
                    .band(new double[] {0, 0.125}, new double[] {1, 0.5}))
            .horizontal(0.5, "half");
    String page = HtmlReport.titled("t").picture(chart, "c").html();
    assertThat(page)
        .contains(
            "{\"title\":\"a \\u003c/script\\u003e \\u0022b\\u0022\","
                + "\"x\":{\"label\":\"x\",\"log\":true},\"y\":{\"label\":\"y\",\"log\":false}")
        .contains("\"x\":[1.0,2.0],\"y\":[0.25,null],\"low\":[0.125,0.0],\"high\":[0.5,1.0]")
        .contains("{\"horizontal\":true,\"at\":0.5,\"to\":0.5,\"label\":\"half\"}")
        .contains("var uPlot=", "MIT License", "<div class=\"still\"><svg ");
    String still = HtmlReport.titled("t").paragraph("p").html();
    assertThat(still).doesNotContain("var uPlot").hasSizeLessThan(20_000);
  }

  @Test
  void theAnswerComesOnACardWithItsNumbersAndWhatToDoubt() {
    Verdict verdict =
        new Verdict(Verdict.Tone.UNCLEAR, "No <clear> difference", "why")
            .fact("Rows", "12")
            .fact("Left out", "")
            .warnings(List.of("first", "second"));
    assertThat(HtmlReport.titled("t").verdict(verdict).html())
        .contains("<section class=\"verdict unclear\" aria-label=\"Result\">")
        .contains("<p class=\"answer\">No &lt;clear&gt; difference</p>\n<p>why</p>")
        .contains("<dt>Rows</dt><dd>12</dd>")
        .contains("<li>first</li>\n<li>second</li>")
        .doesNotContain("Left out");
    assertThat(HtmlReport.titled("t").verdict(new Verdict(Verdict.Tone.YES, "Do it")).html())
        .contains("verdict yes")
        .doesNotContain("<dl>", "<ul class=\"warnings\">");
  }

  @Test
  void sectionsFoldAndFilesAreLinked() {
    String page =
        HtmlReport.titled("t")
            .folded("More & more", inner -> inner.paragraph("inside"))
            .files(List.of("a.csv", "b&c.json"))
            .html();
    assertThat(page)
        .contains("<details><summary>More &amp; more</summary>\n<p>inside</p>\n</details>")
        .contains("<a href=\"a.csv\">a.csv</a>", "<a href=\"b&amp;c.json\">b&amp;c.json</a>");
  }

  @Test
  void everyTableHasACaption() {
    String page =
        HtmlReport.titled("t")
            .heading("Above")
            .table(List.of("a"), List.of(List.of("1")))
            .captioned("Own", List.of("b"), List.of(List.of("2")))
            .html();
    assertThat(page).contains("<caption class=\"heard\">Above</caption>", "<caption>Own</caption>");
  }

  @Test
  void picturesHaveIdsOfTheirOwn() {
    assertThat(page()).contains("figure-1-clip-0", "figure-2-clip-0").doesNotContain("<?xml");
  }

  @Test
  void alignsNumbersToTheRight() {
    assertThat(page())
        .contains("<th scope=\"col\" class=\"number\">rho</th><th scope=\"col\">edge</th>")
        .contains("<td class=\"number\">-1e-3</td>");
  }

  @Test
  void parametersComeWithoutAHeadingOfTheirOwn() {
    assertThat(page())
        .contains("<th scope=\"row\">--rho</th><td>0.5:1.5:21</td>")
        .doesNotContain("<h2>Parameters</h2>");
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(page()).isEqualTo(page());
  }

  @Test
  void refusesARaggedTable() {
    assertThatThrownBy(() -> HtmlReport.titled("t").table(List.of("a", "b"), List.of(List.of("1"))))
        .hasMessageContaining("row=[1]");
  }
}
