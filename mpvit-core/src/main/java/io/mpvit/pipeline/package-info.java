/** What every way from pictures to results has in common, whoever drives it. */
package io.mpvit.pipeline;
