// Asks the simulator once a second what is new and shows it. All that it shows is text: nothing is read as HTML.
"use strict";

const EVERY = 1000; // milliseconds
const KEPT = 200; // calls
let lastCall = 0;
let faults = []; // those in force, as the simulator says them

const element = (id) => document.getElementById(id);

function written(value, kind) {
  if (value === null || value === undefined || value === "") return "–";
  if (kind === "seconds") return `${value} s`;
  if (kind === "time") return new Date(value * 1000).toISOString().slice(0, 19).replace("T", " ");
  return String(value);
}

function row(columns, data) {
  const line = document.createElement("tr");
  for (const column of columns) {
    const cell = line.insertCell();
    cell.dataset.field = column.dataset.name;
    cell.textContent = cell.title = written(data[column.dataset.name], column.dataset.kind);
  }
  return line;
}

function columnsOf(name) {
  return [...element(name).querySelectorAll("th")];
}

function showTable(name, table) {
  const columns = columnsOf(name);
  const lines = table.rows.map((data) => {
    const line = row(columns, data);
    line.dataset.id = data.id;
    return line;
  });
  const hidden = table.total - lines.length;
  element(name).querySelector("tbody").replaceChildren(...lines);
  element(name).querySelector("[data-total]").textContent =
    hidden > 0 ? `${table.total}, the newest ${lines.length}` : String(table.total);
}

function showCalls(calls, total) {
  const body = element("calls").querySelector("tbody");
  if (total < lastCall) body.replaceChildren(); // the simulator began anew
  lastCall = total;
  const columns = columnsOf("calls");
  for (const call of calls) {
    const line = row(columns, call);
    line.dataset.number = call.number;
    const refused = call.status === 429;
    line.dataset.answer = refused ? "refused" : call.status !== null && call.status < 400 ? "good" : "bad";
    if (call.status === null) line.querySelector("[data-field=status]").textContent = "none";
    body.prepend(line);
  }
  while (body.rows.length > KEPT) body.lastElementChild.remove();
  element("calls").querySelector("[data-total]").textContent = String(total);
}

function showFields(section, data, kinds) {
  for (const field of section.querySelectorAll("[data-field]")) {
    field.textContent = written(data[field.dataset.field], kinds[field.dataset.field]);
  }
}

function showQuota(quota) {
  showFields(element("quota"), quota, { ends_in: "seconds" });
  const meter = element("left");
  meter.hidden = quota.limit === null;
  if (quota.limit === null) return;
  meter.max = quota.limit;
  meter.low = quota.limit / 10;
  meter.value = quota.left;
}

function showScroll(scroll) {
  const section = element("scroll");
  section.dataset.open = String(scroll !== null);
  section.querySelector("dl").hidden = scroll === null;
  section.querySelector("[data-none]").hidden = scroll !== null;
  if (scroll !== null) showFields(section, scroll, { ends_in: "seconds" });
}

const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

async function putFaults(wanted) {
  try {
    const answer = await fetch("/_simulator/faults", { method: "PUT", body: JSON.stringify(wanted) });
    if (!answer.ok) throw new Error(`the faults were answered ${answer.status}`);
  } catch (error) {
    complain(error);
  }
  await refresh();
}

function makeSwitch(each) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.dataset.fault = each.label;
  box.addEventListener("change", () => {
    const others = faults.filter((fault) => !equal(fault, each.fault));
    putFaults(box.checked ? [...others, each.fault] : others);
  });
  label.append(box, ` ${each.label}`);
  return label;
}

function makeOther(fault) {
  const item = document.createElement("li");
  const end = document.createElement("button");
  end.type = "button";
  end.textContent = "End";
  end.addEventListener("click", () => putFaults(faults.filter((each) => !equal(each, fault))));
  const said = document.createElement("code");
  said.textContent = JSON.stringify(fault);
  item.append(end, " ", said);
  return item;
}

function showFaults(switches, others) {
  const place = element("switches");
  if (!place.hasChildNodes()) place.append(...switches.map(makeSwitch));
  place.querySelectorAll("input").forEach((box, at) => {
    box.checked = switches[at].on;
  });
  if (!equal(others, showFaults.others)) element("other-faults").replaceChildren(...others.map(makeOther));
  showFaults.others = others;
  faults = [...switches.filter((each) => each.on).map((each) => each.fault), ...others];
  element("faults").dataset.inForce = faults.length;
}

function complain(error) {
  element("trouble").textContent = `No connection: ${error.message}`;
  element("trouble").hidden = false;
  document.body.dataset.state = "trouble";
}

let turn = Promise.resolve();

// One after the other: an answer that is overtaken would show what was.
function refresh() {
  turn = turn.then(load);
  return turn;
}

async function load() {
  try {
    const answer = await fetch(`/_simulator/overview?after=${lastCall}`);
    if (!answer.ok) throw new Error(`the overview was answered ${answer.status}`);
    const found = await answer.json();
    element("now").textContent = written(found.now, "time");
    element("stands").hidden = !found.clock_stands;
    showCalls(found.calls, found.last_call);
    showQuota(found.quota);
    showScroll(found.scroll);
    showFaults(found.switches, found.other_faults);
    for (const [name, table] of Object.entries(found.tables)) showTable(name, table);
    element("trouble").hidden = true;
    document.body.dataset.state = "shown";
  } catch (error) {
    complain(error);
  }
}

async function keepOn() {
  if (!document.hidden) await refresh();
  setTimeout(keepOn, EVERY);
}

element("end-faults").addEventListener("click", () => putFaults([]));
keepOn();
