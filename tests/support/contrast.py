"""The contrast of what stands on a page in a browser, as WCAG 2.2 works it out (relative luminance, success criterion 1.4.3)."""

_MEASURES = """
    const numbers = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = ([red, green, blue]) => [red, green, blue]
        .map(each => each / 255)
        .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
    const surface = element => {
        for (let each = element; each; each = each.parentElement) {
            const found = numbers(getComputedStyle(each).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const between = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    // A button that offers colours shows them.
    const is_sample = each => Boolean(each.closest('[name=colours][aria-pressed=false]'));
    const has_text = each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const is_seen = each => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && each.getBoundingClientRect().width > 2;
    const all = [...document.body.querySelectorAll('*')].filter(is_seen);
    const texts = all.filter(each => has_text(each) && !is_sample(each) && !each.matches(':disabled, [aria-disabled=true]'));
    const of_text = each => between(numbers(getComputedStyle(each).color), surface(each));
"""

#: For ``page.evaluate``: the least contrast of a text that is seen with the nearest surface behind it, as "x to 1".
LEAST_CONTRAST = f"() => {{ {_MEASURES} return Math.min(...texts.map(of_text)); }}"

#: The same of the buttons that lead nowhere, which WCAG leaves out.
LEAST_CONTRAST_OF_DISABLED = LEAST_CONTRAST.replace(
    "!each.matches(':disabled, [aria-disabled=true]')", "each.matches(':disabled')"
)

#: What is fainter in these colours than ``[text, control]``, each with its figure. A control is seen by its edge or by its own
#: surface; one that has neither (a quiet button) by its words, which are a text.
FAINT = f"""([colours, least_text, least_control]) => {{
    document.documentElement.dataset.colours = colours;
    {_MEASURES}
    const said = (each, figure) =>
        `${{each.localName}}.${{each.className}} "${{each.textContent.trim().slice(0, 30)}}" ${{figure.toFixed(2)}}`;
    const of_control = each => {{
        const style = getComputedStyle(each), behind = surface(each.parentElement), own = surface(each);
        const line = numbers(style.borderTopColor);
        const has_edge = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none' && line[3] !== 0;
        const edge = has_edge ? between(line, behind) : 0;
        const fill = String(own) === String(behind) ? 0 : between(own, behind);
        return edge || fill ? Math.max(edge, fill) : 21;
    }};
    const is_control = each => each.matches('button, input, select, textarea') && !each.matches(':disabled');
    const faint = (some, figure, least) => some
        .map(each => [each, figure(each)])
        .filter(([, found]) => found < least)
        .map(pair => said(...pair));
    return [
        ...faint(texts, of_text, least_text),
        ...faint(all.filter(is_control), of_control, least_control),
        ...faint(all.filter(each => each.matches('svg.icon') && !each.closest(':disabled')), of_text, least_control),
    ];
}}"""
