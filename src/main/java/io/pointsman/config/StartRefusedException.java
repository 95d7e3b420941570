package io.pointsman.config;

/** Pointsman cannot start as it is set up. The message, one sentence, names the setting and its legal values. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefusedException(String sentence) {
        super(sentence);
    }
}
