/**
 * Evaluations for people: tables and charts as a web page. The charts need XChart on the class
 * path, which is an optional dependency, and fonts on the machine.
 */
package io.mpvit.detection.report;
