/**
 * The <a href="https://cocodataset.org">COCO</a> data set: its classes, annotation files and result
 * files. Files are read as a stream into compact tables, so that the 450 MB of COCO's training
 * annotations need neither a tree of objects nor a large heap.
 */
package io.mpvit.detection.coco;
