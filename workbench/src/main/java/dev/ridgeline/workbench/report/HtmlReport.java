// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report as one self-contained HTML page: lead sentences, pictures, tables, parameters, how to
 * cite.
 *
 * <p>It asks nothing of the network, holds no time and no thread count, and reads well in light and
 * dark. All text is escaped. Built by one thread, part after part in the order of the page.
 */
public final class HtmlReport {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
        sans-serif; max-width: 46rem; margin: 2.5rem auto; padding: 0 1.2rem; color: #1c1c1e;
        background: #fff; }
      h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
      h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
      p.lead { font-size: 1.1rem; }
      figure { margin: 1.5rem 0; padding: .6rem; background: #fff; border: 1px solid #d8d8dc;
        border-radius: 6px; }
      figure svg { display: block; width: 100%; height: auto; }
      figcaption { color: #55555a; font-size: .9rem; padding: .4rem .3rem 0; }
      .table { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
      th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid #d8d8dc;
        white-space: nowrap; }
      td.number, th.number { text-align: right; }
      pre { overflow-x: auto; padding: .8rem 1rem; background: #f3f3f5; border-radius: 6px;
        font: .85rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
      @media (prefers-color-scheme: dark) {
        body { color: #e8e8ea; background: #17171a; }
        th, td { border-color: #3a3a40; }
        pre { background: #242429; }
      }
      """;

  private final String title;
  private final List<String> parts = new ArrayList<>();
  private int figures;

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
    return add("<figure>" + svg + below + "</figure>");
  }

  /**
   * Adds a table. Columns of numbers are aligned to the right.
   *
   * @param header the names of the columns
   * @param rows the rows, each as long as the header
   * @return this report
   */
  public HtmlReport table(List<String> header, List<List<String>> rows) {
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
    String head = "<tr>" + cells("th", header, numeric) + "</tr>";
    String body =
        rows.stream()
            .map(row -> "<tr>" + cells("td", row, numeric) + "</tr>\n")
            .collect(Collectors.joining());
    return add(
        "<div class=\"table\"><table>\n<thead>"
            + head
            + "</thead>\n<tbody>\n"
            + body
            + "</tbody>\n</table></div>");
  }

  private static String cells(String tag, List<String> values, List<Boolean> numeric) {
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String kind = numeric.get(i) ? " class=\"number\"" : "";
      cells.append("<" + tag + kind + ">").append(escape(values.get(i))).append("</" + tag + ">");
    }
    return cells.toString();
  }

  /**
   * Adds the section of the parameters, with which a page of a run ends.
   *
   * @param run what was run, in a sentence
   * @param parameters values by name
   * @return this report
   */
  public HtmlReport parameters(String run, Map<String, String> parameters) {
    return heading("Parameters").paragraph(run).parameters(parameters);
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
    return add("<div class=\"table\"><table>\n" + rows + "</table></div>");
  }

  /**
   * Adds a block that says how to cite the results.
   *
   * @param reference the reference, for instance a BibTeX entry
   * @return this report
   */
  public HtmlReport citation(String reference) {
    heading("How to cite");
    return add("<pre>" + escape(reference) + "</pre>");
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
    <h1>%s</h1>
    %s
    </body>
    </html>
    """
        .formatted(escape(title), STYLE, escape(title), String.join("\n", parts));
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
