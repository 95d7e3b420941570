package io.pointsman.control;

/** Makes a sentence of what somebody else said. */
final class Sentence {
    private Sentence() {}

    /** With a capital at its beginning and a full stop at its end. */
    static String of(String words) {
        String text = words.strip();
        if (text.isEmpty()) {
            return text;
        }
        String ended = text.endsWith(".") ? text : text + ".";
        return Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
    }
}
