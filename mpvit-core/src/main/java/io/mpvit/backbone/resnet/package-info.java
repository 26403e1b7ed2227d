/**
 * ResNet (He et al., 2015) and ResNeXt (Xie et al., 2016) with the names and details of torchvision
 * and of detectron2, and the layouts of the files in which their weights are published.
 */
package io.mpvit.backbone.resnet;
