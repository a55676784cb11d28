// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A report as one self-contained HTML page: lead sentences, pictures, tables, parameters, how to
 * cite.
 *
 * <p>It asks nothing of the network, holds no time and no thread count, and reads well in light and
 * dark, on a phone and in print. Charts are still pictures, which a script draws again so that they
 * answer to pointer and keyboard; without it, and in print, they stay. All text is escaped. Built
 * by one thread, part after part in the order of the page.
 */
public final class HtmlReport {
  private final String title;
  private final List<String> parts = new ArrayList<>();
  private int figures;
  private boolean answering;
  private String heading = "";

  private HtmlReport(String title) {
    this.title = title;
  }

  /**
   * An empty report.
   *
   * @param title the title
   * @return the report
   */
  public static HtmlReport titled(String title) {
    return new HtmlReport(title);
  }

  /**
   * Adds a sentence that says what was found, in larger type.
   *
   * @param text the sentence
   * @return this report
   */
  public HtmlReport lead(String text) {
    return add("<p class=\"lead\">" + escape(text) + "</p>");
  }

  /**
   * Adds the card with the answer.
   *
   * @param verdict what it says
   * @return this report
   */
  public HtmlReport verdict(Verdict verdict) {
    StringBuilder card = new StringBuilder();
    card.append("<section class=\"verdict ")
        .append(verdict.tone().name().toLowerCase(Locale.ROOT))
        .append("\" aria-label=\"Result\">\n<p class=\"answer\">")
        .append(escape(verdict.answer()))
        .append("</p>\n");
    if (!verdict.sentence().isEmpty()) {
      card.append("<p>").append(escape(verdict.sentence())).append("</p>\n");
    }
    if (!verdict.facts().isEmpty()) {
      card.append("<dl>\n");
      verdict
          .facts()
          .forEach(
              (name, value) ->
                  card.append("<div><dt>")
                      .append(escape(name))
                      .append("</dt><dd>")
                      .append(escape(value))
                      .append("</dd></div>\n"));
      card.append("</dl>\n");
    }
    if (!verdict.warnings().isEmpty()) {
      card.append("<ul class=\"warnings\">\n");
      verdict
          .warnings()
          .forEach(text -> card.append("<li>").append(escape(text)).append("</li>\n"));
      card.append("</ul>\n");
    }
    return add(card.append("</section>").toString());
  }

  /**
   * Adds a card with what a study found, which is no verdict.
   *
   * @param findings sentences, with the figures of the run
   * @return this report
   */
  public HtmlReport found(List<String> findings) {
    return verdict(new Verdict(Verdict.Tone.PLAIN, "In short", String.join(" ", findings)));
  }

  /**
   * Adds a section that is folded until it is asked for.
   *
   * @param summary what is in it, which stays visible
   * @param inner adds its parts
   * @return this report
   */
  public HtmlReport folded(String summary, Consumer<HtmlReport> inner) {
    add("<details><summary>" + escape(summary) + "</summary>");
    inner.accept(this);
    return add("</details>");
  }

  /**
   * Adds links to files that lie beside the page.
   *
   * @param names plain file names
   * @return this report
   */
  public HtmlReport files(List<String> names) {
    String links =
        names.stream()
            .map(name -> "<li><a href=\"" + escape(name) + "\">" + escape(name) + "</a></li>\n")
            .collect(Collectors.joining());
    return add("<ul class=\"files\">\n" + links + "</ul>");
  }

  /**
   * Adds text as it is, such as a command.
   *
   * @param text lines
   * @return this report
   */
  public HtmlReport code(String text) {
    return add("<pre tabindex=\"0\">" + escape(text) + "</pre>");
  }

  /**
   * Adds a paragraph.
   *
   * @param text the paragraph
   * @return this report
   */
  public HtmlReport paragraph(String text) {
    return add("<p>" + escape(text) + "</p>");
  }

  /**
   * Adds a heading.
   *
   * @param text the heading
   * @return this report
   */
  public HtmlReport heading(String text) {
    heading = text;
    return add("<h2>" + escape(text) + "</h2>");
  }

  /**
   * Adds a picture.
   *
   * @param picture the picture
   * @param caption what to see in it, empty for none
   * @return this report
   */
  public HtmlReport picture(Picture picture, String caption) {
    figures++;
    String svg =
        picture
            .svgElement("figure-" + figures + "-")
            .replaceFirst(
                "<svg ",
                "<svg role=\"img\" aria-label=\""
                    + escape(picture.title()).replace("\\", "\\\\").replace("$", "\\$")
                    + "\" ");
    String below = caption.isEmpty() ? "" : "<figcaption>" + escape(caption) + "</figcaption>";
    String still = "<div class=\"still\">" + svg + "</div>";
    if (picture instanceof Chart chart) {
      answering = true;
      return add(
          "<figure class=\"answers\">"
              + still
              + below
              + "<script type=\"application/json\">"
              + ChartData.of(chart)
              + "</script></figure>");
    }
    return add("<figure>" + still + below + "</figure>");
  }

  /**
   * Adds a table, whose caption is the heading above it. Columns of numbers are aligned to the
   * right.
   *
   * @param header the names of the columns
   * @param rows the rows, each as long as the header
   * @return this report
   */
  public HtmlReport table(List<String> header, List<List<String>> rows) {
    String caption = heading.isEmpty() ? title : heading;
    return table("<caption class=\"heard\">" + escape(caption) + "</caption>", header, rows);
  }

  /**
   * Adds a table with a caption of its own.
   *
   * @param caption what the rows are
   * @param header the names of the columns
   * @param rows the rows, each as long as the header
   * @return this report
   */
  public HtmlReport captioned(String caption, List<String> header, List<List<String>> rows) {
    return table("<caption>" + escape(caption) + "</caption>", header, rows);
  }

  private HtmlReport table(String caption, List<String> header, List<List<String>> rows) {
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "a row must be as long as the header: header=" + header + ", row=" + row);
      }
    }
    List<Boolean> numeric = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int index = column;
      numeric.add(rows.stream().allMatch(row -> row.get(index).matches("[-+\u2212]?[0-9.eE+-]*")));
    }
    String head = "<tr>" + cells("th scope=\"col\"", header, numeric) + "</tr>";
    String body =
        rows.stream()
            .map(row -> "<tr>" + cells("td", row, numeric) + "</tr>\n")
            .collect(Collectors.joining());
    return add(
        "<div class=\"table\"><table>\n"
            + caption
            + "\n<thead>"
            + head
            + "</thead>\n<tbody>\n"
            + body
            + "</tbody>\n</table></div>");
  }

  private static String cells(String tag, List<String> values, List<Boolean> numeric) {
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String kind = numeric.get(i) ? " class=\"number\"" : "";
      String end = tag.substring(0, 2);
      cells.append("<" + tag + kind + ">").append(escape(values.get(i))).append("</" + end + ">");
    }
    return cells.toString();
  }

  /**
   * Adds the list of parameters, below whatever heading was added last.
   *
   * @param parameters values by name
   * @return this report
   */
  public HtmlReport parameters(Map<String, String> parameters) {
    String rows =
        parameters.entrySet().stream()
            .map(
                entry ->
                    "<tr><th scope=\"row\">"
                        + escape(entry.getKey())
                        + "</th><td>"
                        + escape(entry.getValue())
                        + "</td></tr>\n")
            .collect(Collectors.joining());
    return add(
        "<div class=\"table\"><table>\n<caption class=\"heard\">Parameters</caption>\n"
            + rows
            + "</table></div>");
  }

  /**
   * Adds a block that says how to cite the results.
   *
   * @param reference the reference, for instance a BibTeX entry
   * @return this report
   */
  public HtmlReport citation(String reference) {
    return heading("How to cite").code(reference);
  }

  /**
   * The page.
   *
   * @return the text of the file
   */
  public String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    <h1>%s</h1>
    %s
    </main>
    %s<script>
    %s</script>
    </body>
    </html>
    """
        .formatted(
            escape(title),
            (answering ? PageFiles.PLOT_STYLE : "") + PageFiles.STYLE,
            escape(title),
            String.join("\n", parts),
            answering ? PageFiles.plotScript() : "",
            PageFiles.SCRIPT);
  }

  private HtmlReport add(String html) {
    parts.add(html);
    return this;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
