/** What every detector returns: objects with boxes, scores and categories, and their drawing. */
package io.mpvit.detection;
