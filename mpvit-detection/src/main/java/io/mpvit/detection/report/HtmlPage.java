/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import java.util.List;

/** A plain web page that needs nothing from elsewhere. */
final class HtmlPage {
  private static final String STYLE =
      "body{font:15px sans-serif;margin:2em;max-width:70em}"
          + "table{border-collapse:collapse}td,th{padding:.2em .7em;border-bottom:1px solid #ddd;"
          + "text-align:right}td:nth-child(2),th:nth-child(2){text-align:left}"
          + "img{max-width:100%}pre{background:#f4f4f4;padding:1em;overflow:auto}";

  private final StringBuilder body = new StringBuilder();

  HtmlPage(String title) {
    body.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  void heading(String text) {
    body.append("<h2>").append(escape(text)).append("</h2>\n");
  }

  void paragraph(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
  }

  void preformatted(String text) {
    body.append("<pre>").append(escape(text)).append("</pre>\n");
  }

  void picture(String file) {
    body.append("<p><img src=\"").append(escape(file)).append("\" alt=\"");
    body.append(escape(file)).append("\"></p>\n");
  }

  /** Adds a table whose first row is the header. */
  void table(List<List<String>> rows) {
    body.append("<table>\n");
    for (int i = 0; i < rows.size(); i++) {
      String cell = i == 0 ? "th" : "td";
      body.append("<tr>");
      for (String text : rows.get(i)) {
        body.append('<').append(cell).append('>').append(escape(text));
        body.append("</").append(cell).append('>');
      }
      body.append("</tr>\n");
    }
    body.append("</table>\n");
  }

  String text() {
    return body + "</body></html>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
