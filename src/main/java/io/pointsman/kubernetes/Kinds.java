package io.pointsman.kubernetes;

/** The names of our own kinds. */
public final class Kinds {
    public static final String GROUP = "pointsman.io";
    public static final String VERSION = "v1alpha1";
    public static final String BLUE_GREEN_SWAP = "BlueGreenSwap";
    public static final String PACED_ROLLOUT = "PacedRollout";

    private Kinds() {}
}
