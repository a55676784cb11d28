// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** One browser without a window, and the page that it shows. */
final class BrowserPage implements AutoCloseable {
  /** A size of the window, in CSS pixels. */
  record Size(int width, int height) {}

  /** Keeps where labels are on a canvas, as {@code drawnLabels} by canvas. */
  private static final String WATCHED =
      """
      window.drawnLabels = new Map();
      const canvas = CanvasRenderingContext2D.prototype, clear = canvas.clearRect, fill = canvas.fillText;
      canvas.clearRect = function (...box) {
        drawnLabels.set(this.canvas, []);
        return clear.apply(this, box);
      };
      canvas.fillText = function (text, x, y, ...rest) {
        const size = this.measureText(text), at = this.getTransform();
        const corner = (dx, dy) => at.transformPoint(new DOMPoint(x + dx, y + dy));
        const a = corner(-size.actualBoundingBoxLeft, -size.actualBoundingBoxAscent);
        const b = corner(size.actualBoundingBoxRight, size.actualBoundingBoxDescent);
        if (!drawnLabels.has(this.canvas)) drawnLabels.set(this.canvas, []);
        if (text.trim()) drawnLabels.get(this.canvas).push({text: text, left: Math.min(a.x, b.x),
          right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y)});
        return fill.call(this, text, x, y, ...rest);
      };
      """;

  private final ChromeDriver driver;

  /**
   * Starts the browser.
   *
   * @param browser the program
   * @param driver its driver
   * @param root whether this is the administrator, for whom Chromium has no sandbox
   */
  BrowserPage(Path browser, Path driver, boolean root) {
    ChromeOptions options = new ChromeOptions().setBinary(browser.toFile());
    options.addArguments("--headless=new", "--disable-dev-shm-usage", "--hide-scrollbars");
    if (root) {
      options.addArguments("--no-sandbox");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .withSilent(true)
            .build();
    this.driver = new ChromeDriver(service, options);
    cdp("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCHED));
  }

  /** Shows a file from its beginning, with all that is folded. */
  void open(Path file, Size size, boolean dark) {
    driver.get("about:blank"); // the last page is not to hear of another size and scheme
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.width(),
            "height",
            size.height(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    media("", dark);
    driver.get(file.toUri().toString());
    script("document.querySelectorAll('details').forEach(section => section.open = true)");
  }

  /** Shows the page as a medium has it: {@code screen}, {@code print}, or nothing for its own. */
  void media(String medium, boolean dark) {
    Map<String, Object> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    cdp("Emulation.setEmulatedMedia", Map.of("media", medium, "features", List.of(scheme)));
  }

  void scripts(boolean on) {
    cdp("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script whose last argument is called with the answer. */
  Object scriptThatAnswers(String script) {
    return driver.executeAsyncScript(script);
  }

  /** What a script lists. */
  List<String> lines(String script, Object... arguments) {
    return ((List<?>) script(script, arguments)).stream().map(Object::toString).toList();
  }

  int number(String script, Object... arguments) {
    return ((Number) script(script, arguments)).intValue();
  }

  void press(Keys key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /** What went wrong in the page since the last call, and what it asked of a network. */
  List<String> complaints() {
    TreeSet<String> complaints = new TreeSet<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        complaints.add("console: " + entry.getMessage());
      }
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      Map<?, ?> message = in(new Json().toType(entry.getMessage(), Map.class), "message");
      String method = String.valueOf(message.get("method"));
      if (method.equals("Network.requestWillBeSent")) {
        String url = String.valueOf(in(in(message, "params"), "request").get("url"));
        if (!url.matches("(?s)(file|data|blob|about):.*")) {
          complaints.add("asks the network for " + url);
        }
      }
    }
    return List.copyOf(complaints);
  }

  private static Map<?, ?> in(Map<?, ?> object, String key) {
    return (Map<?, ?>) object.get(key);
  }

  byte[] pdf() {
    Map<String, Object> pdf = cdp("Page.printToPDF", Map.of("printBackground", true));
    return Base64.getDecoder().decode((String) pdf.get("data"));
  }

  /** Keeps a picture of the whole page. */
  void picture(Path file, Size size) throws IOException {
    int height = number("return document.documentElement.scrollHeight");
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", size.width(), "height", height, "scale", 1);
    Map<String, Object> picture =
        cdp("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
    Files.write(file, Base64.getDecoder().decode((String) picture.get("data")));
  }

  private Map<String, Object> cdp(String command, Map<String, Object> parameters) {
    return driver.executeCdpCommand(command, parameters);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
