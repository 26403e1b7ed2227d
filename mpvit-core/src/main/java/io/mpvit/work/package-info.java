/** Long work: hearing how it goes, and files by which it survives being ended at any moment. */
package io.mpvit.work;
