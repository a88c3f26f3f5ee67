// Tables that can be sorted and searched; of a long one the first lines are shown until all are asked for.

const SHOWN = 12;

/** What a cell is sorted by, and what it says: words, or a number and its words. */
const key = (cell) => (Array.isArray(cell) ? cell[0] : cell);
const said = (cell) => (Array.isArray(cell) ? cell[1] : cell);

/** Numbers by size, what has none last; words as people sort them. */
function compare(a, b, down) {
  if (a === null || b === null) return (a === null) - (b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
  return down ? -order : order;
}

function table(list) {
  const part = document.createDocumentFragment();
  part.append(el('h3', '', list.name));
  const box = el('div', 'scroll');
  const made = el('table', list.fixed ? 'fixed' : '');
  const body = el('tbody');
  let rows = list.rows.slice();
  let all = list.rows.length <= SHOWN + 3;
  let wanted = '';
  const more = el('button', 'more');
  more.type = 'button';
  const show = () => {
    const fitting = rows.filter((row) => !wanted || row.some((cell) => said(cell).toLowerCase().includes(wanted)));
    body.replaceChildren(...(all ? fitting : fitting.slice(0, SHOWN)).map((row) => {
      const line = el('tr');
      line.append(...row.map((cell, n) => el('td', list.columns[n].numeric ? 'n' : said(cell).length > 28 ? 'w' : 's', said(cell))));
      return line;
    }));
    more.textContent = all ? 'fewer rows' : 'all ' + fitting.length + ' rows';
  };
  const head = el('tr');
  list.columns.forEach((column, n) => {
    const cell = el('th', column.numeric ? 'n' : '');
    cell.scope = 'col';
    if (list.fixed) {
      cell.textContent = column.name;
    } else {
      const button = el('button', '', column.name);
      button.type = 'button';
      button.title = 'sort by ' + column.name;
      button.addEventListener('click', () => {
        // Numbers are asked for from the largest.
        const before = cell.getAttribute('aria-sort');
        const down = before ? before === 'ascending' : column.numeric;
        head.querySelectorAll('th').forEach((other) => other.removeAttribute('aria-sort'));
        cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        rows = list.rows.slice().sort((a, b) => compare(key(a[n]), key(b[n]), down));
        show();
      });
      cell.append(button);
    }
    head.append(cell);
  });
  const top = el('thead');
  top.append(head);
  made.append(top, body);
  box.append(made);
  part.append(box);
  if (!all) {
    const under = el('div', 'under');
    more.addEventListener('click', () => { all = !all; show(); });
    const find = el('input');
    find.type = 'search';
    find.placeholder = 'search';
    find.setAttribute('aria-label', 'search ' + list.name);
    find.addEventListener('input', () => { wanted = find.value.trim().toLowerCase(); show(); });
    under.append(more, find);
    part.append(under);
  }
  show();
  return part;
}
