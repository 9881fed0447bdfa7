"""What runs a network, whatever the network is: values in and out are numpy's, files are read without torch."""
