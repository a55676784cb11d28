// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.WebDriverException;

/**
 * Looks at reports as people meet them: wide and narrow, light and dark, printed, without scripts,
 * by keyboard. Called by ci/browser.sh.
 *
 * <p>A failure is a line on standard output: page, size, scheme, what. The exit code is 1 if there
 * is any.
 */
final class BrowserCheck {
  private static final List<BrowserPage.Size> SIZES =
      List.of(new BrowserPage.Size(1280, 800), new BrowserPage.Size(390, 844));

  /** What reaches beyond the window, though nothing scrolls it. */
  private static final String WIDE =
      """
      const width = arguments[0], root = document.documentElement;
      if (innerWidth !== width) return ['the window is ' + innerWidth + ' px wide'];
      if (root.scrollWidth <= width) return [];
      const scrolls = e => e && (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
      const wide = Array.from(document.body.querySelectorAll('*')).filter(e =>
        e.getBoundingClientRect().right > width && !scrolls(e.parentElement));
      return ['the page is ' + root.scrollWidth + ' px wide: ' +
        wide.slice(-2).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')];
      """;

  /** Labels on each other or cut off: of still pictures, and of figures that answer. */
  private static final String LABELS =
      """
      const found = [];
      function judge(what, width, height, labels, blank) {
        if (labels.length === 0) found.push(what + ' has no labels');
        labels.forEach(function (a, i) {
          if (!(a.right > a.left)) found.push(what + ": '" + a.text + "' has no size");
          if (a.left < -1 || a.right > width + 1 || a.top < -1 || a.bottom > height + 1)
            found.push(what + ": '" + a.text + "' is cut off");
          labels.slice(0, i).forEach(function (b) {
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > blank &&
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > blank)
              found.push(what + ": '" + b.text + "' and '" + a.text + "' overlap");
          });
        });
      }
      const style = document.head.appendChild(document.createElement('style'));
      style.textContent = '.live .still { display: block !important; }';
      document.querySelectorAll('figure').forEach(function (figure, number) {
        const svg = figure.querySelector('svg'), box = svg.getBoundingClientRect();
        const labels = Array.from(svg.querySelectorAll('text'), function (label) {
          const at = label.getBoundingClientRect();
          return {text: label.textContent.trim(), left: at.left - box.left, right: at.right - box.left,
            top: at.top - box.top, bottom: at.bottom - box.top};
        });
        // two pixels of a box are blank around the letters
        judge('picture ' + (number + 1), box.width, box.height, labels.filter(l => l.text), 2);
        const canvas = figure.querySelector('canvas');
        if (canvas)
          judge('figure ' + (number + 1), canvas.width, canvas.height, drawnLabels.get(canvas) || [], 0);
      });
      style.remove();
      return found;
      """;

  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run({resultTypes: ['violations']}).then(
        result => done(result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
          .map(v => 'axe ' + v.id + ' (' + v.impact + ', ' + v.nodes.length + ' times): ' + v.help + ', ' +
            v.nodes[0].target.join(' '))),
        failure => done(['axe failed: ' + failure]));
      """;

  /** Figures whose still picture is not to be seen. */
  private static final String NO_PICTURE =
      """
      return Array.from(document.querySelectorAll('figure')).flatMap(function (figure, i) {
        const svg = figure.querySelector('svg'), box = svg && svg.getBoundingClientRect();
        return svg && box.width > 100 && box.height > 100 && getComputedStyle(svg).visibility === 'visible' &&
          svg.querySelector('text') ? [] : [how + ': figure ' + (i + 1) + ' has no picture'];
      });
      """;

  /** Clicks on every header of every table, twice; what is not in order. */
  private static final String SORTING =
      """
      const found = [];
      document.querySelectorAll('.table table').forEach(function (table, number) {
        const body = table.tBodies[0];
        if (!table.tHead || body.rows.length < 2) return;
        Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
          const name = 'table ' + (number + 1) + ', column \\'' + head.textContent + '\\'';
          const button = head.querySelector('button');
          if (!button) { found.push(name + ' has no button'); return; }
          for (const way of ['ascending', 'descending']) {
            button.click();
            if (head.getAttribute('aria-sort') !== way) found.push(name + ' is not marked ' + way);
            const texts = Array.from(body.rows, row => row.cells[column].textContent.replace('\\u2212', '-').trim());
            const numbers = texts.filter(t => t).every(t => /^[-+]?(\\d|Infinity)/.test(t));
            const keys = numbers ? texts.filter(t => t).map(parseFloat) : texts;
            const order = (a, b) => numbers ? a - b : a.localeCompare(b, 'en', {numeric: true});
            const bad = keys.findIndex((key, i) => i > 0 && (way === 'ascending' ? 1 : -1) * order(keys[i - 1], key) > 0);
            if (bad > 0) found.push(name + ' is not ' + way + ': ' + keys[bad - 1] + ' before ' + keys[bad]);
          }
        });
      });
      return found;
      """;

  private final BrowserPage browser;
  private final String axe;
  private final Path screenshots;
  private int failures;

  private BrowserCheck(BrowserPage browser, Path screenshots) throws IOException {
    this.browser = browser;
    this.screenshots = screenshots;
    try (InputStream script = BrowserCheck.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Arguments: the browser, its driver, a folder with the folders of runs and, if pictures are to
   * be kept, a folder for them.
   */
  public static void main(String[] args) throws IOException {
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
    List<Path> runs;
    try (var folders = Files.list(Path.of(args[2]))) {
      runs = folders.filter(f -> Files.exists(f.resolve("report.html"))).sorted().toList();
    }
    Path screenshots = args.length > 3 ? Files.createDirectories(Path.of(args[3])) : null;
    boolean root = System.getProperty("user.name").equals("root");
    int failures;
    try (BrowserPage browser = new BrowserPage(Path.of(args[0]), Path.of(args[1]), root)) {
      BrowserCheck check = new BrowserCheck(browser, screenshots);
      for (Path run : runs) {
        check.page(run);
      }
      failures = check.failures;
    }
    if (failures > 0 || runs.isEmpty()) {
      System.out.println(failures + " failures on " + runs.size() + " pages");
      System.exit(1);
    }
    System.out.println(
        runs.size()
            + " pages hold at 1280x800 and 390x844, light and dark, printed, without scripts and by"
            + " keyboard");
  }

  private void page(Path run) throws IOException {
    for (BrowserPage.Size size : SIZES) {
      for (boolean dark : new boolean[] {false, true}) {
        List<String> wrong = new ArrayList<>();
        try {
          shown(run, size, dark, wrong);
          if (!dark) {
            used(run, size, wrong);
          }
        } catch (WebDriverException failure) {
          wrong.add("the browser fails: " + failure.getRawMessage());
        }
        for (String what : new LinkedHashSet<>(wrong)) {
          failures++;
          String line = run.getFileName() + " " + size.width() + (dark ? " dark: " : " light: ");
          System.out.println(line + what.replace('\n', ' '));
        }
      }
    }
  }

  private void shown(Path run, BrowserPage.Size size, boolean dark, List<String> wrong)
      throws IOException {
    browser.complaints();
    browser.open(run.resolve("report.html"), size, dark);
    String scheme = dark ? "dark" : "light";
    if (!(Boolean)
        browser.script("return matchMedia('(prefers-color-scheme: " + scheme + ")').matches")) {
      wrong.add("the browser does not show " + scheme);
    }
    wrong.addAll(browser.lines(WIDE, size.width()));
    wrong.addAll(browser.lines(LABELS));
    if (screenshots != null && (!dark || size.width() > 1000)) {
      String name = run.getFileName() + "-" + (dark ? "dark" : size.width()) + ".png";
      browser.picture(screenshots.resolve(name), size);
    }
    browser.script(axe);
    for (Object violation : (List<?>) browser.scriptThatAnswers(AXE)) {
      wrong.add(violation.toString());
    }
    wrong.addAll(browser.complaints());
  }

  private void used(Path run, BrowserPage.Size size, List<String> wrong) throws IOException {
    Path file = run.resolve("report.html");
    browser.open(file, size, false);
    int answering = browser.number("return document.querySelectorAll('figure.answers').length");
    int live =
        browser.number("return document.querySelectorAll('figure.live .plot canvas').length");
    if (live != answering) {
      wrong.add(live + " of " + answering + " figures answer");
    }
    wrong.addAll(BrowserReadings.check(browser, run));
    wrong.addAll(browser.lines(SORTING));
    browser.media("print", false);
    wrong.addAll(browser.lines("const how = 'in print';" + NO_PICTURE));
    browser.media("", false);
    byte[] pdf = browser.pdf();
    if (!new String(pdf, 0, Math.min(5, pdf.length), StandardCharsets.US_ASCII).equals("%PDF-")) {
      wrong.add("printing makes no PDF");
    }
    if (screenshots != null && size.width() > 1000) {
      Files.write(screenshots.resolve(run.getFileName() + ".pdf"), pdf);
    }
    browser.scripts(false);
    try {
      browser.open(file, size, false);
      if (browser.number("return document.querySelectorAll('.plot').length") > 0) {
        wrong.add("scripts are not off");
      }
      wrong.addAll(browser.lines("const how = 'without scripts';" + NO_PICTURE));
      wrong.addAll(browser.lines(WIDE, size.width()));
    } finally {
      browser.scripts(true);
    }
    wrong.addAll(browser.complaints());
  }
}
