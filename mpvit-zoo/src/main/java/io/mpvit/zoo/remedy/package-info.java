/** What users can do about a failure, for those who know how that is said where they are. */
package io.mpvit.zoo.remedy;
