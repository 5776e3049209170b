"""What the pages that span the rooms decide: plain values in, plain values out."""
