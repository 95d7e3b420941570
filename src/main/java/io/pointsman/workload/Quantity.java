package io.pointsman.workload;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts of resources as Kubernetes writes them: {@code 100m}, {@code 1.5}, {@code 2Gi}, {@code 1e3}. */
public final class Quantity {
    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20}))(?:([eE][+-]?\\d{1,2})|([numkMGTPE]|[KMGTPE]i))?");
    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", new BigDecimal(1L << 10)),
            Map.entry("Mi", new BigDecimal(1L << 20)),
            Map.entry("Gi", new BigDecimal(1L << 30)),
            Map.entry("Ti", new BigDecimal(1L << 40)),
            Map.entry("Pi", new BigDecimal(1L << 50)),
            Map.entry("Ei", new BigDecimal(1L << 60)));

    private Quantity() {}

    /** The amount, or null when {@code text} is none. */
    public static @Nullable BigDecimal parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(form.group(1));
        if (form.group(2) != null) {
            return number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1)));
        }
        BigDecimal factor = form.group(3) == null ? BigDecimal.ONE : SUFFIXES.get(form.group(3));
        return factor == null ? null : number.multiply(factor);
    }
}
