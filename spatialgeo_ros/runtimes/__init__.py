"""What runs a network: torch (the reference), ONNX Runtime. Values in and out are numpy's."""
