// Bars and lines by period, bars beside names, and money that flows.

const HATCH = (colour) => ({ symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: colour });

/** Numbers of an axis: millions as the tables write them. */
function ticks(chart) {
  const most = Math.max(...chart.series.flatMap((one) => one.values.map((value) => Math.abs(value || 0))));
  const [unit, name] = most >= 2e6 ? [1e6, ' M'] : [1, ''];
  return (value) => (value / unit).toLocaleString('en-US', { maximumFractionDigits: 6 }) + (value ? name : '');
}

/** Bars are stacked on each other, lines are not. */
function overTime(chart, colour) {
  const series = chart.series.map((one) => ({
    name: one.name,
    type: one.line ? 'line' : 'bar',
    data: one.values,
    stack: one.line ? undefined : 'all',
    barCategoryGap: '14%',
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: chart.periods.length <= 24,
    color: colour(one.colour),
    lineStyle: { width: 2, type: one.dashed ? 'dashed' : 'solid', color: colour(one.colour) },
    itemStyle: { color: one.hatched ? colour('land') : colour(one.colour), decal: one.hatched ? HATCH(colour('soft')) : undefined },
    emphasis: { disabled: true },
    z: one.line ? 4 : 2,
  }));
  if (chart.marks.length) {
    series[series.length - 1].markLine = {
      symbol: 'none', silent: true,
      lineStyle: { color: colour('ink'), type: 'dashed', width: 1.5 },
      label: { formatter: (mark) => mark.name, color: colour('ink'), fontSize: 12 },
      data: chart.marks.map((mark) => ({ xAxis: mark.period, name: mark.period })),
    };
  }
  const axis = { color: colour('soft'), fontSize: 12, hideOverlap: true };
  return {
    animation: false,
    grid: { left: 6, right: 14, top: chart.marks.length ? 26 : 12, bottom: 4, containLabel: true },
    legend: { show: false },
    xAxis: {
      type: 'category', data: chart.periods, axisLabel: axis,
      axisLine: { lineStyle: { color: colour('rule') } }, axisTick: { show: false },
    },
    yAxis: {
      type: 'value', axisLabel: { ...axis, formatter: ticks(chart) },
      splitLine: { lineStyle: { color: colour('rule') } },
    },
    tooltip: {
      ...tooltip(colour), trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.12 } },
      formatter: (points) => {
        const at = points[0].dataIndex;
        const lines = chart.series.filter((one) => Math.abs(one.values[at]) > 1e-9).map((one) => [one.name, one.words[at]]);
        const marks = chart.marks.filter((mark) => mark.period === chart.periods[at]).map((mark) => [mark.words, '']);
        return tip(chart.periods[at], lines.concat(marks));
      },
    },
    series,
  };
}

/** Series as a list that turns them on and off, and the marks with their words. */
function legend(chart, drawn) {
  const list = el('ul', 'legend');
  for (const one of chart.series) {
    const button = el('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    const kind = one.line ? (one.dashed ? 'line dashed' : 'line') : (one.hatched ? 'hatched' : '');
    button.append(swatch(one.colour, kind), one.name);
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      drawn().dispatchAction({ type: on ? 'legendSelect' : 'legendUnSelect', name: one.name });
    });
    const item = el('li');
    item.append(button);
    list.append(item);
  }
  for (const mark of chart.marks) {
    const item = el('li');
    item.append(swatch('ink', 'upright'), mark.period + ': ' + mark.words);
    list.append(item);
  }
  return list;
}

/** Names, bars and what they say: text wraps where it must. */
function bars(chart) {
  const list = el('div', 'barlist');
  const most = Math.max(...chart.rows.map((row) => Math.abs(row.value)));
  for (const row of chart.rows) {
    const value = el('div', 'value');
    const track = el('div', 'track');
    const bar = el('div', row.value < 0 ? 'bar less' : 'bar');
    bar.style.width = (100 * Math.abs(row.value) / most).toFixed(2) + '%';
    track.append(bar);
    value.append(track, el('div', 'words', row.words));
    const name = el('div', '', row.name);
    if (row.more) name.title = value.title = row.more;
    list.append(name, value);
  }
  return list;
}

/** Layers from the left to the right; names keep their order, the largest first. */
function flow(chart, colour) {
  const palette = ['blue', 'vermilion', 'green', 'orange', 'purple', 'sky', 'grey'];
  const middle = chart.nodes.map((node, n) => (node.layer === 1 ? n : -1)).filter((n) => n >= 0);
  const shade = (n) => colour(middle.includes(n) ? palette[middle.indexOf(n) % palette.length] : 'soft');
  const label = (node) => node.name + '  ' + node.words;
  const last = Math.max(...chart.nodes.map((node) => node.layer));
  const widest = Math.max(...chart.nodes.filter((node) => node.layer === last).map((node) => label(node).length));
  return {
    animation: false,
    tooltip: {
      ...tooltip(colour), trigger: 'item',
      formatter: (point) => {
        if (point.dataType === 'node') {
          const node = chart.nodes[Number(point.name)];
          return tip(node.name, [[chart.layers[node.layer], node.words]]);
        }
        const link = chart.links[point.dataIndex];
        return tip(chart.nodes[link.from].name + ' to ' + chart.nodes[link.to].name, [['', link.words]]);
      },
    },
    series: [{
      type: 'sankey', left: 4, right: Math.min(320, 16 + widest * 6.9), top: 6, bottom: 6,
      nodeWidth: 12, nodeGap: 14, layoutIterations: 0, draggable: false, emphasis: { focus: 'adjacency' },
      label: { color: colour('ink'), fontSize: 12, formatter: (point) => label(chart.nodes[Number(point.name)]) },
      data: chart.nodes.map((node, n) => ({ name: String(n), depth: node.layer, itemStyle: { color: shade(n), borderWidth: 0 } })),
      links: chart.links.map((link) => ({
        source: String(link.from), target: String(link.to), value: link.value,
        lineStyle: { color: shade(chart.nodes[link.from].layer === 1 ? link.from : link.to), opacity: 0.38 },
      })),
    }],
  };
}

/** As high as its fullest layer needs. */
function flowHeight(chart) {
  const count = (layer) => chart.nodes.filter((node) => node.layer === layer).length;
  return Math.max(220, 40 + 30 * Math.max(...chart.nodes.map((node) => count(node.layer))));
}
