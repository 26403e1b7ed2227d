/**
 * DJL's way through the pipelines: translators from pictures in any of DJL's forms to DJL's results
 * or to this library's own, and their factories.
 */
package io.mpvit.zoo.translator;
