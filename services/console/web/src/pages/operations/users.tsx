import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Permission, Role, UserList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Answer, Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';

/** Who has signed in lately, and what each role may. */
export const Users = () => {
  const { t } = useTranslation();
  const users = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => get<UserList>('/api/users', {}, signal) });
  const roleName = (role: string): string => t(`role.${role as Role}`);
  const userColumns: readonly Column<UserList['users'][number]>[] = [
    { id: 'name', head: t('operations.user'), names: true, by: ({ name }) => name, cell: ({ name }) => name },
    { id: 'roles', head: t('operations.roles'), cell: ({ roles }) => roles.map(roleName).join(', ') },
    {
      id: 'last',
      head: t('operations.lastSeen'),
      by: ({ lastSeenAt }) => lastSeenAt,
      cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
    },
    { id: 'sessions', head: t('operations.sessions'), numeric: true, cell: ({ sessions }) => sessions },
  ];
  const roleColumns: readonly Column<UserList['roles'][number]>[] = [
    { id: 'role', head: t('operations.role'), names: true, cell: ({ role }) => roleName(role) },
    {
      id: 'may',
      head: t('operations.may'),
      cell: ({ permissions }) => permissions.map((one) => t(`permission.${one as Permission}`)).join('; '),
    },
  ];
  return (
    <Answer of={users}>
      {(data) => (
        <div className="columns">
          <Section id="users" title={t('operations.users')} lead={t('operations.usersLead')} flush>
            {data.users.length === 0 ? (
              <Empty icon="user" title={t('operations.noUsers')} />
            ) : (
              <Table caption={t('operations.users')} columns={userColumns} rows={data.users} keyOf={({ id }) => id} />
            )}
          </Section>
          <Section id="roles" title={t('operations.rolesTitle')} flush>
            <Table
              caption={t('operations.rolesTitle')}
              columns={roleColumns}
              rows={data.roles}
              keyOf={({ role }) => role}
            />
          </Section>
        </div>
      )}
    </Answer>
  );
};
