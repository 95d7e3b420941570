package io.pointsman.control;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names operations {@code <target>-<verb>-<suffix>}, at most 63 characters long. With an {@code Idempotency-Key} the suffix
 * follows from the key, the namespace, the verb and the target alone, whoever calls: a retry finds the first one, even with
 * a new token. Without a key it is random.
 */
@Singleton
class OperationNames {
    static final int LONGEST_KEY = 255;
    private static final int LONGEST_NAME = 63;
    private static final int KEYED_LENGTH = 12;
    private static final int RANDOM_LENGTH = 8;
    /** Without vowels, and without what is easily misread. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST_KEY + "}");
    private static final Pattern RAGGED = Pattern.compile("[^a-z0-9]+$");

    private final RandomGenerator random;

    OperationNames() {
        this(new SecureRandom());
    }

    OperationNames(RandomGenerator random) {
        this.random = random;
    }

    /** Whether it may be an {@code Idempotency-Key}: 1 to 255 visible ASCII characters. */
    static boolean legalKey(String key) {
        return KEY.matcher(key).matches();
    }

    String keyed(String namespace, String target, String verb, String key) {
        byte[] hash = sha256(String.join("\n", namespace, verb, target, key));
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < KEYED_LENGTH; i++) {
            suffix.append(ALPHABET.charAt(Byte.toUnsignedInt(hash[i]) % ALPHABET.length()));
        }
        return name(target, verb, suffix);
    }

    String fresh(String target, String verb) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name(target, verb, suffix);
    }

    private static String name(String target, String verb, CharSequence suffix) {
        String tail = "-" + verb + "-" + suffix;
        String head = target.substring(0, Math.min(target.length(), LONGEST_NAME - tail.length()));
        return RAGGED.matcher(head).replaceFirst("") + tail;
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
